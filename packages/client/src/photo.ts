/** How many bytes String.fromCharCode is given at once: engines limit the number of arguments. */
const chunk = 0x8000;

/** The bytes of a JPEG or PNG as `facePhoto` takes them: a file from an input, an upload, or from a disk. */
export async function encodePhoto(photo: Blob | Uint8Array): Promise<string> {
  const bytes = photo instanceof Uint8Array ? photo : new Uint8Array(await photo.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk)
    text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return btoa(text);
}
