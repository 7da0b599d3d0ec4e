/** Decodes base64. Like Node, it skips characters that are not base64. */
class DecodedBytes extends Uint8Array<ArrayBuffer> {
  override toString(_encoding: 'base64' = 'base64'): string {
    let binary = '';
    // In pieces: a call takes a limited number of arguments.
    for (let from = 0; from < this.length; from += 0x8000)
      binary += String.fromCharCode(...this.subarray(from, from + 0x8000));
    return btoa(binary);
  }

  static get [Symbol.species]() {
    return Uint8Array;
  }
}

/** Node's global Buffer, as far as the domain uses it: to decode base64 (packages/core/contract/face-photo.ts). */
export const Buffer = {
  from(text: string, _encoding: 'base64'): DecodedBytes {
    const [standard = ''] = text.replaceAll('-', '+').replaceAll('_', '/').split('=');
    const characters = standard.replace(/[^A-Za-z0-9+/]/g, '');
    // A single character of a last group holds no byte.
    const whole = characters.length % 4 === 1 ? characters.slice(0, -1) : characters;
    return DecodedBytes.from(atob(whole), (character) => character.charCodeAt(0)) as DecodedBytes;
  },
};
