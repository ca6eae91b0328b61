package dev.laurel.catalog;

import java.util.List;

/** What a badge can stand for: one published version of a micro-credential or of a stack. */
public sealed interface Achievement permits MicroCredential, Stack {

    VersionId versionId();

    /** The name across versions, part of public addresses. */
    String item();

    String version();

    /** BCP 47 tag of the content. */
    String language();

    String title();

    MicroCredential.Issuer issuer();

    /** Hours that an authority may use; those of a stack are its members' and never count beside theirs. */
    int creditedHours();

    List<String> keywords();

    List<MicroCredential.Alignment> alignments();

    MicroCredential.BadgeDesign badge();

    /** The public page of this version, below the base URL. */
    String path();
}
