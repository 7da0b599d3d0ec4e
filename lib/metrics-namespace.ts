/** Where a stack's metrics are in CloudWatch: those that its functions write, and those of its log filters. */
export function metricsNamespaceOf(stackName: string): string {
  return `KycChina/${stackName}`;
}
