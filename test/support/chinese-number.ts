/** A name of Han characters that no other number gives. */
export function nameOf(index: number): string {
  return `欧阳${[...String(index)].map((digit) => '零一二三四五六七八九'[Number(digit)]).join('')}`;
}
