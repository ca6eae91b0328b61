package dev.laurel.support;

import com.microsoft.playwright.Page;
import dev.laurel.support.Browser.Look;

/**
 * Pictures of pages for a person to look at: {@code target/screenshots/<page>-<width>-<scheme>-<language>.png}. Taken where
 * {@code -Dlaurel.screenshots=true} asks for them, because they are a sixth of the time that tests of pages take.
 */
public final class Screenshots {

    private Screenshots() {}

    /** The whole page as it stands now, if pictures are asked for. */
    public static void take(Page page, String name, Look look) {
        if (!Boolean.getBoolean("laurel.screenshots")) {
            return;
        }
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Browser.directory("screenshots").resolve(name + "-" + look + ".png")));
    }
}
