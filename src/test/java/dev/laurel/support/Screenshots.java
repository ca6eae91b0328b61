package dev.laurel.support;

import com.microsoft.playwright.Page;
import dev.laurel.support.Browser.Look;

/** Pictures of pages for a person to look at: {@code target/screenshots/<page>-<width>-<scheme>-<language>.png}. */
public final class Screenshots {

    private Screenshots() {}

    /** The whole page as it stands now. */
    public static void take(Page page, String name, Look look) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Browser.directory("screenshots").resolve(name + "-" + look + ".png")));
    }
}
