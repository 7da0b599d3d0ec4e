export { chineseFix, chineseFixes, chineseWarnings } from '@kyc-china/core/chinese-messages';

// What the API and the simulator say in English only.

/**
 * The API's words for what is wrong with a field, in Chinese, by the English ones, without those that the request schema
 * declares. A test looks for one that is missing; what is not here is shown in English.
 */
export const chineseProblems: Readonly<Record<string, string>> = {
  'must be the base64 alone, without the data:image/...;base64, prefix':
    '仅需 base64 内容，不含 data:image/...;base64, 前缀',
  'must be at most 4 MB once decoded (2 MB or less is recommended)': '解码后不得超过 4 MB（建议不超过 2 MB）',
  'must be standard base64 (RFC 4648) with its padding, without spaces or line breaks':
    '须为标准 base64（RFC 4648），含填充，不含空格或换行',
  'must be a JPEG or PNG image': '须为 JPEG 或 PNG 图片',
  'must be a baseline or progressive JPEG, or a PNG: few decoders read other kinds of JPEG':
    '须为基线式或渐进式 JPEG，或 PNG：其他类型的 JPEG 很少有解码器支持',
  'is cut off or damaged: send the whole JPEG or PNG file':
    '图片不完整或已损坏：请上传完整的 JPEG 或 PNG 文件',
  'must be 1 to 16384 pixels wide and high': '宽和高须为 1 至 16384 像素',
  'must be a string of at most 200 characters': '须为最多 200 个字符的字符串',
  'must have keys of 1 to 40 characters: letters, digits, _ . -':
    '键名须为 1 至 40 个字符：字母、数字、_ . -',
  'must be the id of a sub-check, such as identity.two-factor': '须为核验项编号，例如 identity.two-factor',
  'must be an object with type, city and address': '须包含 type、city、address',
  'must be common, work or residential': '须为 common、work 或 residential',
  'must be the name of a city: 1 to 50 characters with at least one letter or digit, no control characters':
    '须为城市名称：1 至 50 个字符，至少含一个文字或数字，不得含控制字符',
  'must be an address: 1 to 200 characters with at least one letter or digit, no control characters':
    '须为地址：1 至 200 个字符，至少含一个文字或数字，不得含控制字符',
  'must be an address on the public Internet, not a private, loopback, link-local or metadata one':
    '须为公网地址，不得为内网、回环、链路本地或元数据地址',
  'must be at a host name of letters, digits and hyphens, without a dot at its end':
    '主机名只能由字母、数字和连字符组成，末尾不带点',
  'must have its host written the way it is called: no other spelling of an address or a name':
    '主机须按规范写法书写，不得使用地址或域名的其他写法',
  'must hold no white space, control character or backslash': '不得包含空白、控制字符或反斜杠',
  'must be a URL that can be parsed, with a host that can exist': '须为可解析的网址，且主机可能存在',
  'must hold no user name or password; the webhook is signed instead': '不得包含用户名或密码；推送以签名验证',
  'must use port 443, the only one that webhooks are posted to': '须使用 443 端口',
  'must hold no fragment: it would never be sent': '不得包含片段（#）',
  'must be 1 to 200 characters, without control characters': '须为 1 至 200 个字符，不得含控制字符',
  'must be one of sensitive, face, third-party, cross-border':
    '须为 sensitive、face、third-party 或 cross-border',
  'must be a list of separate consents, each of them once: sensitive, face, third-party, cross-border':
    '须为单独同意的列表，不得重复：sensitive、face、third-party、cross-border',
  'must be a date and time with its offset, such as 2026-03-01T10:03:04+08:00 (ISO 8601)':
    '须为带时区的日期和时间，例如 2026-03-01T10:03:04+08:00（ISO 8601）',
  'must not be in the future': '不得晚于当前时间',
  'must be a JSON object': '须为 JSON 对象',
  'is required': '为必填项',
  'is not a field of this request': '不是本请求的字段',
};

/** What a test person's code makes happen, in Chinese, by the English that the simulator says it in. */
export const chineseScenarios: Readonly<Record<string, string>> = {
  Default: '默认',
  "Default; the documentation's examples": '默认；文档示例',
  'Details do not agree': '信息不一致',
  'Fraud lists, low severity': '涉诈名单，低风险',
  'Fraud lists, medium severity': '涉诈名单，中风险',
  'Fraud lists, high severity': '涉诈名单，高风险',
  'Police record: Criminal record': '不良记录：前科',
  'Police record: Drug offences': '不良记录：涉毒',
  'Police record: Drug use': '不良记录：吸毒',
  'Police record: Wanted fugitive': '不良记录：在逃',
  'Police record: Involved in a case': '不良记录：涉案',
  'Police record: Other misconduct': '不良记录：其他',
  'Police records of the first two categories': '不良记录：前两类',
  'Source rejects a value': '数据源不接受某项内容',
  'Quota used up': '额度用尽',
  'Card lost, expired or restricted': '银行卡挂失、过期或受限',
  'No record': '查无记录',
  'Number segment, card or document not served': '不支持的号段、银行卡或证件',
  'Photo unusable': '照片不可用',
  'Throttled at every attempt': '每次均被限流',
  'Connection lost after sending': '发送后连接中断',
  'Answer with an unknown code': '返回未知代码',
  'Source out of service': '数据源停止服务',
  'No answer at all': '无应答',
  'Answer after 5 seconds': '5 秒后应答',
  'Throttled twice, then an answer': '两次限流后应答',
  'Address ≤3 km away': '地址距离 ≤3 km',
  'Address 3-10 km away': '地址距离 3-10 km',
  'Address 10-20 km away': '地址距离 10-20 km',
  'Address 20-50 km away': '地址距离 20-50 km',
  'Address >50 km away': '地址距离 >50 km',
};
