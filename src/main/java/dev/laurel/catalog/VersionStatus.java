package dev.laurel.catalog;

/** Where a version stands: a draft is never stored, a retired version is no longer offered but stays readable. */
enum VersionStatus {
    DRAFT,
    PUBLISHED,
    RETIRED
}
