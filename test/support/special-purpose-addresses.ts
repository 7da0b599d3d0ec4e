/** A block of addresses with a purpose other than being reached by anybody on the Internet. */
export interface SpecialBlock {
  readonly block: string;
  readonly name: string;
  /** What set it apart. */
  readonly source: string;
}

function rows(table: string): SpecialBlock[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [block = '', name = '', source = ''] = line.split('|').map((cell) => cell.trim());
      return { block, name, source };
    });
}

/**
 * IANA's IPv4 and IPv6 Special-Purpose Address Registries, all rows, as of 9 October 2025
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry). Also those that are
 * globally reachable: they are anycast services, relays and name servers, and no webhook's receiver.
 */
export const ianaSpecialPurpose = rows(`
  0.0.0.0/8           | this network                          | RFC 791
  0.0.0.0/32          | this host on this network             | RFC 1122
  10.0.0.0/8          | private use                           | RFC 1918
  100.64.0.0/10       | shared address space (CGNAT)          | RFC 6598
  127.0.0.0/8         | loopback                              | RFC 1122
  169.254.0.0/16      | link local, cloud metadata            | RFC 3927
  172.16.0.0/12       | private use                           | RFC 1918
  192.0.0.0/24        | IETF protocol assignments             | RFC 6890
  192.0.0.0/29        | IPv4 service continuity (DS-Lite)     | RFC 7335
  192.0.0.8/32        | IPv4 dummy address                    | RFC 7600
  192.0.0.9/32        | port control protocol anycast         | RFC 7723
  192.0.0.10/32       | TURN anycast                          | RFC 8155
  192.0.0.170/31      | NAT64/DNS64 discovery                 | RFC 7050
  192.0.2.0/24        | documentation (TEST-NET-1)            | RFC 5737
  192.31.196.0/24     | AS112-v4                              | RFC 7535
  192.52.193.0/24     | AMT                                   | RFC 7450
  192.88.99.0/24      | 6to4 relay anycast, deprecated        | RFC 7526
  192.88.99.2/32      | 6a44 relay anycast                    | RFC 6751
  192.168.0.0/16      | private use                           | RFC 1918
  192.175.48.0/24     | direct delegation AS112               | RFC 7534
  198.18.0.0/15       | benchmarking                          | RFC 2544
  198.51.100.0/24     | documentation (TEST-NET-2)            | RFC 5737
  203.0.113.0/24      | documentation (TEST-NET-3)            | RFC 5737
  240.0.0.0/4         | reserved                              | RFC 1112
  255.255.255.255/32  | limited broadcast                     | RFC 919
  ::1/128             | loopback                              | RFC 4291
  ::/128              | unspecified                           | RFC 4291
  ::ffff:0:0/96       | IPv4-mapped                           | RFC 4291
  64:ff9b::/96        | NAT64, well-known prefix              | RFC 6052
  64:ff9b:1::/48      | NAT64, local use                      | RFC 8215
  100::/64            | discard only                          | RFC 6666
  100:0:0:1::/64      | dummy prefix                          | RFC 9780
  2001::/23           | IETF protocol assignments             | RFC 2928
  2001::/32           | Teredo                                | RFC 4380
  2001:1::1/128       | port control protocol anycast         | RFC 7723
  2001:1::2/128       | TURN anycast                          | RFC 8155
  2001:1::3/128       | DNS-SD service registration anycast   | RFC 9665
  2001:2::/48         | benchmarking                          | RFC 5180
  2001:3::/32         | AMT                                   | RFC 7450
  2001:4:112::/48     | AS112-v6                              | RFC 7535
  2001:10::/28        | ORCHID, deprecated                    | RFC 4843
  2001:20::/28        | ORCHIDv2                              | RFC 7343
  2001:30::/28        | drone remote ID                       | RFC 9374
  2001:db8::/32       | documentation                         | RFC 3849
  2002::/16           | 6to4                                  | RFC 3056
  2620:4f:8000::/48   | direct delegation AS112               | RFC 7534
  3fff::/20           | documentation                         | RFC 9637
  5f00::/16           | segment routing (SRv6) SIDs           | RFC 9602
  fc00::/7            | unique local, fd00:ec2::254 among it  | RFC 4193
  fe80::/10           | link-local unicast                    | RFC 4291
`);

/** What other registries and RFCs keep from being public unicast; all of IPv6 outside 2000::/3 among it. */
export const otherwiseNotPublic = rows(`
  224.0.0.0/4         | multicast                             | RFC 5771
  ::/3                | not allocated to global unicast; IPv4-compatible, IPv4-translated, NAT64 | RFC 4291
  4000::/2            | not allocated to global unicast       | RFC 4291
  8000::/1            | not allocated to global unicast; site-local, link-local, multicast       | RFC 4291
`);
