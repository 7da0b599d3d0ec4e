/** The keys that fields are digested under: one for each report, derived when it is needed and stored nowhere. */
export interface DigestKeys {
  /** Starts to derive the key of the report that probably comes next, so that `keyOf` does not wait for it. */
  prepare(reportId: string): void;
  /** Returns the report's key: 32 bytes, the same at every call. */
  keyOf(reportId: string): Promise<Uint8Array>;
}
