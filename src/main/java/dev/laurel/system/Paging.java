package dev.laurel.system;

/**
 * Where one is in a list.
 *
 * @param page from 0
 * @param pages at least 1
 */
public record Paging(int page, int pages) {

    /** In a list of so many: the page that is wanted, or the last one that there is. */
    public static Paging of(int wanted, int count, int pageSize) {
        int pages = Math.max(1, (count + pageSize - 1) / pageSize);
        return new Paging(Math.min(Math.max(0, wanted), pages - 1), pages);
    }

    /**
     * In a list that nobody counts.
     *
     * @param found what was read from the page on: one more than a page holds where another follows
     */
    public static Paging on(int page, int found, int pageSize) {
        return new Paging(page, found > pageSize ? page + 2 : page + 1);
    }

    /** The page that an address asks for, 0 for anything that is no page. */
    public static int number(String page) {
        return page.matches("\\d{1,6}") ? Integer.parseInt(page) : 0;
    }
}
