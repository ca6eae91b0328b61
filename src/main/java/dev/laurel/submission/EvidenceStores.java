package dev.laurel.submission;

import dev.laurel.system.LaurelSettings;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which store the settings ask for. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EvidenceSettings.class)
class EvidenceStores {

    @Bean
    EvidenceStore evidenceStore(
            LaurelSettings settings, EvidenceSettings evidence, IncomingDirectory incoming, Clock clock) {
        EvidenceSettings.S3 s3 = evidence.s3();
        return s3 == null
                ? new DirectoryEvidenceStore(settings.dataDir().resolve("evidence"), incoming)
                : new S3EvidenceStore(s3, incoming, clock);
    }
}
