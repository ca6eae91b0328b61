package dev.laurel.admin;

/**
 * Where one is in a list.
 *
 * @param page from 0, always one that there is
 * @param pages at least 1
 */
record Paging(int page, int pages) {

    static Paging of(int wanted, int count, int pageSize) {
        int pages = Math.max(1, (count + pageSize - 1) / pageSize);
        return new Paging(Math.min(wanted, pages - 1), pages);
    }

    /** The page that an address asks for, 0 for anything that is no page. */
    static int number(String page) {
        return page.matches("\\d{1,6}") ? Integer.parseInt(page) : 0;
    }
}
