package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.TenantId;

/** Somebody who rates works at a school, or no longer does. */
record SchoolStated(StaffId staff, TenantId tenant, SchoolId school) {}
