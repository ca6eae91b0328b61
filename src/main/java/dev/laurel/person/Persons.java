package dev.laurel.person;

import dev.laurel.lti.Launch;
import dev.laurel.tenant.TenantId;
import java.util.Collection;
import java.util.Map;

/** The persons behind LMS accounts. */
public interface Persons {

    /** The person behind the account of this launch, made on first sight; name and address follow the platform. */
    PersonId behind(Launch launch);

    /** Those of the given persons that belong to the tenant, by id. At most a page of them at a time. */
    Map<PersonId, Person> find(TenantId tenant, Collection<PersonId> ids);
}
