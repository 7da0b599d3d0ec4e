import { definitionOf, kindOf, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';

/** Returns the catalogue as docs/sub-checks.md shows it. */
export function catalogueTable(): string {
  const rows = subCheckIds.map((id) => {
    const { needs, axis, label } = definitionOf(id);
    const needed = needs.map((set) => set.join(', ')).join(' or ');
    return `| \`${id}\` | ${needed} | ${axis} | ${kindOf(id)} | ${label.en} ${label.zh} |`;
  });
  return ['| sub-check | needs | axis | kind | what it asks |', '|---|---|---|---|---|', ...rows].join('\n');
}
