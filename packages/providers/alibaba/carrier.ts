const carriers: Readonly<Record<string, readonly string[]>> = {
  中国移动: ['中国移动', '移动', 'China Mobile', 'CMCC'],
  中国联通: ['中国联通', '联通', 'China Unicom', 'CUCC'],
  中国电信: ['中国电信', '电信', 'China Telecom', 'CTCC'],
  中国广电: ['中国广电', '广电', 'China Broadnet'],
};
const nameOf = new Map(
  Object.entries(carriers).flatMap(([name, spellings]) =>
    spellings.map((spelling) => [spelling.toLowerCase(), name]),
  ),
);

/**
 * The carrier as people know it. `Carrier` is the one that serves the number: after porting the new one, of a
 * virtual operator its brand, which stays as it is; `BasicCarrier` is the network beneath. Source:
 * https://help.aliyun.com/document_detail/250782.htm, table of both fields.
 * @returns undefined when neither says anything.
 */
export function carrierFrom({
  Carrier,
  BasicCarrier,
}: Readonly<Record<string, unknown>>): string | undefined {
  for (const value of [Carrier, BasicCarrier]) {
    const text = typeof value === 'string' ? value.trim() : '';
    if (text !== '') return nameOf.get(text.toLowerCase()) ?? text;
  }
  return undefined;
}
