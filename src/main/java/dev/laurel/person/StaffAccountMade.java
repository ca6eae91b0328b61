package dev.laurel.person;

/**
 * Somebody can sign in from now on. Told within the transaction that makes the account.
 *
 * @param login in lower case; often a mail address
 */
public record StaffAccountMade(StaffId staff, String login) {

    @Override
    public String toString() {
        return "StaffAccountMade[" + staff.value() + "]";
    }
}
