import { atHosts, type HostileCallbacks, words } from './callbacks.ts';

const notPublic = /public Internet/;

/** Addresses given literally: private, local or special ones in every spelling, and public ones in disguise. */
export const literalAddresses: readonly HostileCallbacks[] = [
  atHosts(
    'IPv4 address',
    notPublic,
    words(`
      127.0.0.1 127.1.2.3 127.255.255.254 10.0.0.1 10.255.255.254 172.16.0.1 172.31.255.254 192.168.0.1
      192.168.1.254 169.254.0.1 169.254.169.253 169.254.170.23 100.64.0.1 100.100.100.200 100.127.255.254 0.0.0.0
      0.1.2.3 192.0.0.1 192.0.0.192 192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 198.19.255.254 192.88.99.1
      192.31.196.1 192.52.193.1 192.175.48.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
      127.0.0.1. 169.254.169.254. 10.0.0.1:443
    `),
  ),
  {
    category: 'metadata service',
    says: notPublic,
    urls: [
      'https://169.254.169.254/latest/meta-data/iam/security-credentials/',
      'https://169.254.169.254/latest/api/token',
      'https://169.254.170.2/v2/credentials/',
      'https://[fd00:ec2::254]/latest/meta-data/',
      'https://[fd00:ec2::23]/v1/credentials',
      'https://metadata.google.internal/computeMetadata/v1/',
      'https://100.100.100.200/latest/meta-data/',
      'https://192.0.0.192/opc/v2/instance/',
    ],
  },
  atHosts(
    'IPv4 in decimal',
    notPublic,
    words(
      '2130706433 2852039166 2852039426 167772161 2886729729 3232235521 1681915905 3758096385 4294967295 0',
    ),
  ),
  atHosts(
    'IPv4 in octal',
    notPublic,
    words(`
      0177.0.0.1 0177.00.00.01 00000177.0.0.1 017700000001 0251.0376.0251.0376 025177524776 012.0.0.1 0254.020.0.1
      0300.0250.0.1 0144.0100.0.1 00.00.00.00
    `),
  ),
  atHosts(
    'IPv4 in hexadecimal',
    notPublic,
    words(`
      0x7f.0.0.1 0x7f000001 0x7F.0x00.0x00.0x01 0X7F000001 0x0000007f.1 0xa9fea9fe 0xa9.0xfe.0xa9.0xfe 0xa.0.0.1
      0xac.0x10.0.1 0xc0a80001 0x64.0x40.0.1 0x0 0x
    `),
  ),
  atHosts(
    'IPv4 in mixed bases',
    notPublic,
    words(`
      0x7f.1 0177.0.0x0.1 169.0xfe.0251.254 0xa9.16689662 169.254.0xa9fe 0251.0xfe.43518 10.0x0.1 172.020.1
      192.0xa80001
    `),
  ),
  atHosts(
    'IPv4 in short form',
    notPublic,
    words('127.1 127.0.1 10.1 169.254.43518 169.16689662 192.168.1 172.16.1 100.64.1 127.1.'),
  ),
  atHosts(
    'public IPv4 in disguise',
    /written the way/,
    words('134744072 0x08080808 010.010.010.010 8.8.2056 1.1 0x8.8.8.8 8.8.8.8.'),
  ),
  {
    category: 'public IPv6 in disguise',
    says: /written the way/,
    urls: words(`
      https:///[2606:4700:4700::1111]/ https:////[2606:4700:4700::1111]/ https://[2606:4700:4700::1111]:/
      https://[2606:4700:4700::1111]:0443/
    `),
  },
  atHosts(
    'no IPv4 address at all',
    /parsed|host name/,
    words(
      '256.256.256.256 127.0.0.1.1 4294967296 99999999999 08.8.8.8 0x7f.0.0.1.0x1 127.0.0.09 1.2.3.4.5 0xg.1',
    ),
  ),
  atHosts(
    'IPv6 loopback or unspecified',
    notPublic,
    words(
      '[::1] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::0.0.0.1] [::] [::0] [::1]:443',
    ),
  ),
  atHosts(
    'IPv4-mapped IPv6',
    notPublic,
    words(`
      [::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:127.0.0.1] [0:0:0:0:0:ffff:7f00:1] [::ffff:169.254.169.254]
      [::ffff:a9fe:a9fe] [::ffff:10.0.0.1] [::ffff:192.168.0.1] [::ffff:0.0.0.0] [::ffff:8.8.8.8]
    `),
  ),
  atHosts(
    'IPv4-compatible or IPv4-translated IPv6',
    notPublic,
    words(`
      [::127.0.0.1] [::7f00:1] [::169.254.169.254] [::a9fe:a9fe] [::8.8.8.8] [::ffff:0:127.0.0.1]
      [::ffff:0:a9fe:a9fe]
    `),
  ),
  atHosts(
    'NAT64',
    notPublic,
    words(`
      [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::169.254.169.254] [64:ff9b::a00:1] [64:ff9b::8.8.8.8]
      [64:ff9b:1::a9fe:a9fe] [64:ff9b:1::8.8.8.8] [64:ff9b:1:ffff::1]
    `),
  ),
  atHosts(
    '6to4',
    notPublic,
    words('[2002:7f00:1::] [2002:a9fe:a9fe::1] [2002:a00:1::] [2002:c0a8:1::1] [2002:808:808::]'),
  ),
  atHosts(
    'Teredo',
    notPublic,
    words('[2001:0:4136:e378:8000:63bf:3fff:fdd2] [2001::1] [2001:0:a9fe:a9fe::]'),
  ),
  atHosts(
    'IPv6 local or multicast',
    notPublic,
    words(`
      [fc00::1] [fd00::1] [fd12:3456:789a:1::1] [fdff:ffff::1] [fe80::1] [fe80::a9fe:a9fe] [febf::1] [fec0::1]
      [feff::1] [ff01::1] [ff02::1] [ff05::1:3] [ff0e::1]
    `),
  ),
  atHosts(
    'IPv6 special-purpose or unallocated',
    notPublic,
    words(`
      [2001:db8::1] [3fff::1] [2001:2::1] [2001:1::1] [2001:3::1] [2001:4:112::1] [2001:10::1] [2001:20::1]
      [2001:30::1] [100::1] [100:0:0:1::1] [5f00::1] [2620:4f:8000::1] [1::1] [4000::1] [c000::1]
    `),
  ),
  atHosts(
    'IPv6 with a zone, or none at all',
    /parsed/,
    words(`
      [fe80::1%25eth0] [fe80::1%eth0] [::1%251] [2606:4700:4700::1111%25eth0] [127.0.0.1] [::1 ::1 [] [:::1]
      [::1].example.com [1:2:3:4:5:6:7] [::ffff:127.0.0.1.example.com] [::ffff:256.0.0.1] [v1.fe80::1]
    `),
  ),
];
