/** Callback URLs of one kind, and what is to become of them. */
export interface HostileCallbacks {
  readonly category: string;
  /** What the 400 says of them; undefined: nothing is wrong with them as they are written. */
  readonly says?: RegExp;
  readonly urls: readonly string[];
}

/** The same for hosts: each becomes the URL of a webhook there. */
export function atHosts(category: string, says: RegExp, hosts: readonly string[]): HostileCallbacks {
  return { category, says, urls: hosts.map((host) => `https://${host}/hook`) };
}

/** The same for a text of one host a word. */
export function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
