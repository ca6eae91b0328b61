package dev.laurel.person;

/**
 * Somebody can sign in from now on, or is known by one more mail address. Told within that transaction.
 *
 * @param login in lower case; often a mail address, or the address that the account has beside its login
 */
public record StaffAccountMade(StaffId staff, String login) {

    @Override
    public String toString() {
        return "StaffAccountMade[" + staff.value() + "]";
    }
}
