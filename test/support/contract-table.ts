/** The contract's table read once more, by hand and without the catalogue. */
export function byTheContract(sent: ReadonlySet<string>): string[] {
  const name = sent.has('name');
  const id = sent.has('idNumber');
  const validity = sent.has('idIssueDate') && sent.has('idExpiryDate');
  const photo = sent.has('facePhoto');
  const mobile = sent.has('mobile');
  const card = sent.has('bankCardNumber');
  const addresses = sent.has('addressesToVerify');

  const runs: string[] = [];
  if (name && id && validity) runs.push('identity.four-factor');
  if (name && id && !validity) runs.push('identity.two-factor');
  if (name && id && photo) runs.push('identity.image');
  if (name && id && mobile) runs.push('identity.three-factor');
  if (name && mobile && !id) runs.push('identity.name-mobile');
  if (id && mobile && !name) runs.push('identity.id-mobile');
  if (mobile) runs.push('mobile.attribution', 'mobile.location-work', 'mobile.location-residential');
  if (mobile && addresses) runs.push('mobile.address-verify');
  if (mobile || id) runs.push('risk.fraud');
  if (name && id) runs.push('risk.criminal');
  if (name && id && card && mobile) runs.push('bank.four-factor');
  if (name && id && card && !mobile) runs.push('bank.three-factor');
  return runs;
}
