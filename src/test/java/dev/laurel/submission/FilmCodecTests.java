package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilmCodecTests {

    private static final FileKinds.Kind FILM = new FileKinds.Kind("mov", "video/quicktime");

    @TempDir
    Path directory;

    private String kept(FileKinds.Kind kind, byte[] content) throws IOException {
        return FilmCodec.mediaType(
                kind, Files.write(directory.resolve(UUID.randomUUID().toString()), content));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hvc1", "hev1", "dvh1", "apcn", "mp4v"})
    void saysHowAFilmIsPackedThatNotEveryBrowserPlays(String codec) throws IOException {
        String kept = kept(FILM, Telling.filmOf("mp4a", codec));
        assertThat(kept).isEqualTo("video/quicktime;codecs=" + codec);
        assertThat(FilmCodec.isRare(kept)).isTrue();
        assertThat(FilmCodec.bare(kept)).isEqualTo("video/quicktime");
    }

    @ParameterizedTest
    @ValueSource(strings = {"avc1", "avc3", "av01", "vp09"})
    void saysNothingOfWhatEveryBrowserPlays(String codec) throws IOException {
        assertThat(kept(FILM, Telling.filmOf(codec, "mp4a"))).isEqualTo("video/quicktime");
    }

    @Test
    void aPictureOnTheCoverIsNotTheFilm() throws IOException {
        assertThat(kept(FILM, Telling.filmOf("jpeg", "avc1"))).isEqualTo("video/quicktime");
    }

    @Test
    void soundAndWhatDoesNotAddUpSayNothing() throws IOException {
        byte[] film = Telling.filmOf("hvc1");
        assertThat(kept(new FileKinds.Kind("m4a", "audio/mp4"), Telling.filmOf("hvc1")))
                .isEqualTo("audio/mp4");
        assertThat(kept(FILM, Telling.filmOf("mp4a"))).isEqualTo("video/quicktime");
        for (int length = 0; length < film.length; length++) {
            assertThat(kept(FILM, Arrays.copyOf(film, length))).startsWith("video/quicktime");
        }
    }

    @Test
    void whatIsNoWordDoesNotComeIntoAMediaType() throws IOException {
        assertThat(kept(FILM, Telling.filmOf("\r\nX:"))).isEqualTo("video/quicktime;codecs=unknown");
    }
}
