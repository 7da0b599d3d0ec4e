import type { Label } from '@kyc-china/core/sub-checks/catalogue';
import type { ProviderName } from './providers.ts';

/** What people call a provider, and whether it only plays one: what it answers proves nothing. */
export interface ProviderLabel extends Label {
  readonly simulated?: true;
}

/** What has no label is shown by the name that the stage's configuration gives it. */
const providerLabels: Partial<Record<ProviderName, ProviderLabel>> = {
  simulator: { en: 'Simulator', zh: '模拟数据源', simulated: true },
  alibaba: { en: 'Alibaba Cloud', zh: '阿里云' },
  tencent: { en: 'Tencent Cloud', zh: '腾讯云' },
};

/** A provider's label, or the name that the ledger kept. */
export function providerLabelOf(name: string): ProviderLabel {
  const labels: Readonly<Record<string, ProviderLabel>> = providerLabels;
  return (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? { en: name, zh: '' };
}
