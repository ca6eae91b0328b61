package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyVaultTests {

    private static final byte[] SECRET = "a private key".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dataDir;

    @Test
    void opensWhatItSealedBeforeARestart() {
        byte[] sealed = vault(null).seal("tool key", SECRET);

        assertThat(vault(null).open("tool key", sealed)).isEqualTo(SECRET);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("private");
    }

    @Test
    void refusesWhatWasSealedForAnotherPurpose() {
        byte[] sealed = vault(null).seal("tool key", SECRET);

        assertThatThrownBy(() -> vault(null).open("issuer key", sealed)).hasMessageContaining("issuer key");
    }

    @Test
    void refusesWhatWasChanged() {
        byte[] sealed = vault(null).seal("tool key", SECRET);
        sealed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> vault(null).open("tool key", sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysWhatToDoWhenTheMasterKeyIsAnother() {
        byte[] sealed = vault(null).seal("tool key", SECRET);
        String another = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

        assertThatThrownBy(() -> vault(another).open("tool key", sealed)).hasMessageContaining("LAUREL_MASTER_KEY");
    }

    @Test
    void keepsTheMasterKeyFromOtherUsersOfTheMachine() throws IOException {
        vault(null);

        assertThat(Files.getPosixFilePermissions(dataDir.resolve("master.key")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void refusesAMasterKeyOfTheWrongLength() {
        assertThatThrownBy(() -> vault("c2hvcnQ=")).hasMessageContaining("32 bytes");
    }

    private KeyVault vault(@Nullable String masterKey) {
        return new KeyVault(
                new LaurelSettings(URI.create("http://localhost:8080"), dataDir, false, false, false, masterKey));
    }
}
