import { atHosts, type HostileCallbacks, words } from './callbacks.ts';

/** Names that mean a machine nearby, whatever a resolver makes of them. */
export const localNames: HostileCallbacks = atHosts(
  'local name',
  /public Internet/,
  words(`
    localhost LOCALHOST localhost. localhost:443 app.localhost a.b.localhost localhost.localdomain localhost6.localdomain6
    ip6-localhost loopback broadcasthost printer.local printer.local. metadata.google.internal instance-data metadata
    ip-10-0-0-1.ec2.internal ip-10-0-0-1.ap-east-1.compute.internal intranet vault.intranet router.lan nas.home
    nas.home.arpa mail.corp vault.private kubernetes kubernetes.default.svc kubernetes.default.svc.cluster.local
    host.docker.internal ipv4only.arpa 1.0.0.127.in-addr.arpa hidden.onion name.alt hook.test HOOK.TEST. a.invalid
    consul.service.consul web.node.dc1.consul app.docker files.intra nas.localnet pc.workgroup com example a 例子
  `),
);

/** A public address, and another: in the tests they lead to a server of their own. */
export const publicAddress = '93.184.215.14';
export const publicIpv6Address = '2606:2800:21f:cb07:6820:80da:af6b:8b2c';

/** What a name resolves to: at the first look-up, at the second, and so on; the last from then on. */
export type Resolution = readonly (readonly string[])[];

const notPublic = words(`
  127.0.0.1 127.0.0.53 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 169.254.170.2 169.254.169.253 100.64.0.1
  100.100.100.200 0.0.0.0 192.0.0.170 192.0.2.1 198.18.0.1 224.0.0.1 255.255.255.255 ::1 :: ::ffff:127.0.0.1
  ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::a9fe:a9fe 2002:a9fe:a9fe:: 2001:0:a9fe:a9fe:: fc00::1
  fd00:ec2::254 fe80::1 fe80::1%1 fec0::1 ff02::1 2001:db8::1 3fff::1 100::1
`);

const mixtures: readonly (readonly string[])[] = [
  [publicAddress, '127.0.0.1'],
  ['127.0.0.1', publicAddress],
  [publicAddress, '169.254.169.254'],
  [publicAddress, '::1'],
  ['::1', publicAddress],
  [publicIpv6Address, 'fd00:ec2::254'],
  [publicAddress, publicIpv6Address, '::ffff:10.0.0.1'],
  [publicAddress, '8.8.8.8', '1.1.1.1', '9.9.9.9', '10.0.0.1'],
];

const numbered = (kind: string, all: readonly Resolution[]) =>
  all.map((resolution, index) => [`${kind}-${index + 1}.hostile.example`, resolution] as const);

const wellKnown: readonly (readonly [string, Resolution])[] = [
  ['localtest.me', [['127.0.0.1', '::1']]],
  ['lvh.me', [['127.0.0.1']]],
  ['169.254.169.254.nip.io', [['169.254.169.254']]],
  ['a9fea9fe.nip.io', [['169.254.169.254']]],
  ['10-0-0-1.sslip.io', [['10.0.0.1']]],
];

const toPrivate = [
  ...numbered(
    'private',
    notPublic.map((address) => [[address]]),
  ),
  ...wellKnown,
];
const toMixture = numbered(
  'mixture',
  mixtures.map((addresses) => [addresses]),
);
const rebinding = numbered(
  'rebinding',
  ['127.0.0.1', '169.254.169.254', '10.0.0.1', '::1', 'fd00:ec2::254'].map((address) => [
    [publicAddress],
    [address],
  ]),
);

/** Names for which the wrong of them only shows when they are looked up. */
export const resolvingNames: readonly HostileCallbacks[] = [
  { category: 'name of a private address', urls: toPrivate.map(([name]) => `https://${name}/hook`) },
  {
    category: 'name of public and private addresses',
    urls: toMixture.map(([name]) => `https://${name}/hook`),
  },
];

/** Names of a public address at the first look-up, and of a private one from the second on. */
export const rebindingNames: HostileCallbacks = {
  category: 'name that rebinds between check and connection',
  urls: rebinding.map(([name]) => `https://${name}/hook`),
};

const redirectTargets = words(`
  https://169.254.169.254/latest/meta-data/ http://169.254.169.254/latest/meta-data/ https://127.0.0.1/ https://[::1]/
  https://localhost/ //10.0.0.1/ https://private-1.hostile.example/ gopher://127.0.0.1:6379/_INFO
`);

/** Receivers on the public Internet that answer with a redirect: the status, and where to. */
export const redirects: readonly { url: string; status: number; location: string }[] = [
  301, 302, 303, 307, 308, 300,
].flatMap((status) =>
  redirectTargets.map((location, index) => ({
    url: `https://redirect-${index + 1}.hostile.example/${status}`,
    status,
    location,
  })),
);

/** What all the names here resolve to. */
export const resolutions: ReadonlyMap<string, Resolution> = new Map<string, Resolution>([
  ...toPrivate,
  ...toMixture,
  ...rebinding,
  ...redirects.map(({ url }) => [new URL(url).hostname, [[publicAddress]]] as const),
]);
