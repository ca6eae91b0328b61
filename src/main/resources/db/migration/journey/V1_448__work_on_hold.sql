-- Work that leads keep on hold now: of a case, or of a first draft, which has none. Until they decide it is nobody else's turn.
create view journey_on_hold as
select h.tenant_id, coalesce(c.submission_id, h.submission_id) as work_id
from assessment_hold h
left join assessment_case c on c.id = h.case_id
where h.released_at is null
  and (h.with_earner = true or c.state in ('IN_CHECK', 'WAITING', 'IN_SCORING', 'IN_ADJUDICATION'));
