-- What was connected by hand, and what an edit by hand has overwritten, under the names that the platforms use themselves.
update lti_registration set product_family = 'desire2learn'
where product_family = 'brightspace'
  or (product_family is null and (token_audience = 'https://api.brightspace.com/auth/token'
    or authorization_endpoint like '%/d2l/lti/authenticate'));

update lti_registration set product_family = 'BlackboardLearn'
where product_family = 'blackboard' or (product_family is null and issuer = 'https://blackboard.com');
