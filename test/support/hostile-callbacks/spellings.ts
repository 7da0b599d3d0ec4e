import { atHosts, type HostileCallbacks, words } from './callbacks.ts';

const notPublic = /public Internet/;
const unclear = /white space, control character or backslash/;

/** URLs that one parser reads in one way and another in another, or that lead elsewhere than they seem to. */
export const spellings: readonly HostileCallbacks[] = [
  {
    category: 'another scheme',
    says: /starts with https:/,
    urls: words(`
      http://example.com/ http://169.254.169.254/ HTTP://example.com/ HTTPS://example.com/ hTTps://127.0.0.1/
      ftp://example.com/ file:///etc/passwd file://169.254.169.254/x gopher://127.0.0.1:6379/_INFO dict://127.0.0.1:11211/stats
      ldap://127.0.0.1/ tftp://127.0.0.1/x data:text/plain,x javascript:alert(1) blob:https://example.com/x
      ws://127.0.0.1/ wss://127.0.0.1/ jar:https://127.0.0.1!/ view-source:https://127.0.0.1/ unix:/var/run/docker.sock
      //127.0.0.1/ 127.0.0.1 example.com /latest/meta-data https:example.com https:/127.0.0.1 https:127.0.0.1
      https:\\\\127.0.0.1\\ https:/\\127.0.0.1 https https: https;//127.0.0.1/ 0
    `),
  },
  {
    category: 'no host',
    says: /starts with https:|parsed|public Internet|written the way|host name/,
    urls: words(
      'https:// https:/// https://? https://# https://. https://.. https:///127.0.0.1/ https:////127.0.0.1/ https:///example.com/ https://:443/ https://@/',
    ),
  },
  {
    category: 'user info',
    says: /user name/,
    urls: words(`
      https://user@example.com/ https://user:password@example.com/ https://:password@example.com/ https://@example.com/
      https://:@example.com/ https://example.com@169.254.169.254/ https://example.com:443@127.0.0.1/
      https://169.254.169.254@example.com/ https://127.0.0.1:443@example.com/ https://user%40example.com@10.0.0.1/
      https://a:b@c@127.0.0.1/ https://example.com%2F@10.0.0.1/ https://example.com%23@10.0.0.1/ https://x@[::1]/
    `),
  },
  atHosts(
    'another port',
    /port 443|parsed|written the way/,
    words(`
      example.com:80 example.com:22 example.com:25 example.com:8443 example.com:6379 example.com:9200 example.com:2375
      example.com:0 example.com:65535 example.com:65536 example.com:-1 example.com:443x example.com: example.com:0443
      example.com:４４３ example.com:80:443 127.0.0.1:8080 [::1]:8443 example.com:%34%34%33
    `),
  ),
  atHosts(
    'address or local name in Unicode',
    notPublic,
    words(`
      ①②⑦.⓪.⓪.① ①②⑦。⓪。⓪。① １２７.０.０.１ 127。0。0。1 127．0．0．1 127｡0｡0｡1 ⑯9.254.⑯9.254 ①⑥⑨.②⑤④.①⑥⑨.②⑤④
      𝟭𝟮𝟳.𝟬.𝟬.𝟭 𝟙𝟞𝟡.𝟚𝟝𝟜.𝟙𝟞𝟡.𝟚𝟝𝟜 ₁₂₇.₀.₀.₁ ¹²⁷.⁰.⁰.¹ ０ｘ７ｆ.1 ２１３０７０６４３３ ⓛⓞⓒⓐⓛⓗⓞⓢⓣ ｌｏｃａｌｈｏｓｔ
      localhoſt ℓocalhost localhost。 ⓐ.ⓛⓞⓒⓐⓛ metadata.google.ｉｎｔｅｒｎａｌ K8S.ⓢⓥⓒ
    `),
  ),
  atHosts(
    'public name or address in disguise',
    /written the way|host name/,
    words(`
      example。com ｅｘａｍｐｌｅ.com ⓔⓧⓐⓜⓟⓛⓔ.com ﬁle.example.com ſ.example.com ℡.example.com ⑧.⑧.⑧.⑧
      example．com exam%70le.com %65xample.com example%2ecom example%2Ecom %E4%BE%8B%E5%AD%90.example
    `),
  ),
  atHosts(
    'characters that a host cannot hold',
    /parsed|host name/,
    words(`
      example.com＠127.0.0.1 example.com／127.0.0.1 example.com：8080 example.com？x example.com＃x ℀.example.com
      exa<mple.com exa>mple.com exa|mple.com exa^mple.com exa{mple}.com exa$mple.com a,b.example.com a_b.example.com
      *.example.com -a.example.com a-.example.com --1.sslip.io example..com .example.com example.com. example.com.:443 a!b.com
      a'b.com a;b.com a=b.com a&b.com a(b).com a+b.com a~b.com xn--.com xn--127-.com
    `),
  ),
  atHosts(
    'percent-encoded host',
    /public Internet|parsed/,
    words(`
      %31%32%37.0.0.1 127%2e0%2e0%2e1 %6c%6f%63alhost loc%61lhost %30x7f.1 %5b::1%5d 169.254.169.254%00.example.com
      example.com%00 127.0.0.1%23.example.com 127.0.0.1%2f.example.com 127.0.0.1%3f.example.com 127.0.0.1%5c.example.com
      127.0.0.1%20 %2531%2532%2537.0.0.1 %EF%BC%91%EF%BC%92%EF%BC%97.0.0.1 127%E3%80%820%E3%80%820%E3%80%821 example.com%0d%0a %
    `),
  ),
  {
    category: 'white space, control and invisible characters',
    says: /white space, control|starts with https:/,
    urls: [
      ' https://127.0.0.1/',
      '\thttps://127.0.0.1/',
      '\u0000https://127.0.0.1/',
      'https://\t127.0.0.1/',
      'https://127.0.0.1\t/',
      'https://127.0.\n0.1/',
      'https://local\rhost/',
      'ht\ntps://127.0.0.1/',
      'https://example.com/ ',
      'https://example.com /',
      'https://exa mple.com/',
      'https://example.com/\r\nHost: 169.254.169.254',
      'https://example.com/\r\n\r\nGET /latest/meta-data/ HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n',
      'https://example.com/?a=\r\nX-aws-ec2-metadata-token: x',
      'https://example.com\r\n.127.0.0.1/',
      'https://example.com\u0000.127.0.0.1/',
      'https://127.0.0.1\u0000.example.com/',
      'https://example.com/\u0000',
      'https://example.com/\u007f',
      'https://example.com\u0085/',
      'https://example.com\u00a0/',
      'https://example.com\u2028/',
      'https://example.com\u3000/',
      'https://example.com/\u000b',
      'https://loc\u00adalhost/',
      'https://127\u200b.0.0.1/',
      'https://local\u200dhost/',
      'https://exa\u2060mple.com/',
      'https://\ufeff127.0.0.1/',
      'https://\u202e1.0.0.721/',
      'https://example.com/\ud800',
    ],
  },
  {
    category: 'backslash',
    says: unclear,
    urls: [
      'https://example.com\\@127.0.0.1/',
      'https://127.0.0.1\\.example.com/',
      'https://127.0.0.1\\@example.com/',
      'https://\\127.0.0.1/',
      'https://\\\\127.0.0.1\\latest',
      'https://example.com\\..\\..\\127.0.0.1',
      'https://example.com/\\127.0.0.1',
      'https://example.com?\\@127.0.0.1/',
    ],
  },
  {
    category: 'fragment',
    says: /fragment/,
    urls: words(`
      https://example.com/# https://example.com/#x https://example.com#@169.254.169.254/
      https://example.com/#@127.0.0.1/ https://127.0.0.1#.example.com/ https://169.254.169.254#@example.com/
      https://example.com?#@127.0.0.1/ https://[::1]#.example.com/
    `),
  },
  {
    category: 'overlong',
    says: /at most 2048|host name|public Internet|parsed/,
    urls: [
      `https://example.com/${'a'.repeat(2048)}`,
      `https://127.0.0.1/${'a'.repeat(2048)}`,
      `https://${'a'.repeat(64)}.example.com/`,
      `https://${'a.'.repeat(124)}example.com/`,
      `https://${'a'.repeat(2000)}.com/`,
      `https://${'0'.repeat(1000)}177.0.0.1/`,
      `https://0x${'0'.repeat(1000)}7f000001/`,
      `https://${'1'.repeat(1000)}/`,
      `https://[${'0'.repeat(1000)}::1]/`,
      `https://${'例'.repeat(60)}.example/`,
      `https://${'user:'.repeat(500)}@127.0.0.1/`,
    ],
  },
];
