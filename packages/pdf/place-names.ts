import type { Label } from '@kyc-china/core/sub-checks/catalogue';

/** The English names of the provinces, by their Chinese names without a suffix (GB/T 2260). */
const provinces: Readonly<Record<string, string>> = {
  北京: 'Beijing',
  天津: 'Tianjin',
  河北: 'Hebei',
  山西: 'Shanxi',
  内蒙古: 'Inner Mongolia',
  辽宁: 'Liaoning',
  吉林: 'Jilin',
  黑龙江: 'Heilongjiang',
  上海: 'Shanghai',
  江苏: 'Jiangsu',
  浙江: 'Zhejiang',
  安徽: 'Anhui',
  福建: 'Fujian',
  江西: 'Jiangxi',
  山东: 'Shandong',
  河南: 'Henan',
  湖北: 'Hubei',
  湖南: 'Hunan',
  广东: 'Guangdong',
  广西: 'Guangxi',
  海南: 'Hainan',
  重庆: 'Chongqing',
  四川: 'Sichuan',
  贵州: 'Guizhou',
  云南: 'Yunnan',
  西藏: 'Tibet',
  陕西: 'Shaanxi',
  甘肃: 'Gansu',
  青海: 'Qinghai',
  宁夏: 'Ningxia',
  新疆: 'Xinjiang',
  台湾: 'Taiwan',
  香港: 'Hong Kong',
  澳门: 'Macao',
};

const carriers: Readonly<Record<string, string>> = {
  中国移动: 'China Mobile',
  中国联通: 'China Unicom',
  中国电信: 'China Telecom',
  中国广电: 'China Broadnet',
};

const suffix = /(?:省|市|地区|特别行政区|(?:壮族|回族|维吾尔)?自治区)$/u;

/** Returns a place's name without the kind of place: two spellings of one place are equal then. */
export function bareName(place: string): string {
  return place.replace(suffix, '');
}

const lookUp = (names: Readonly<Record<string, string>>, name: string) =>
  Object.hasOwn(names, name) ? names[name] : undefined;

/** Returns a carrier in both languages. One that is not known keeps its name. */
export function carrierLabel(carrier: string): Label {
  return { en: lookUp(carriers, carrier) ?? carrier, zh: carrier };
}

/**
 * Returns a place in both languages. A city has no English name here: the English text names its province and keeps the city's
 * name.
 */
export function placeLabel(province: string | null, city: string | null): Label | undefined {
  const names = [province, city].filter((name) => name !== null);
  const [first, second] = names;
  if (first === undefined) return undefined;
  const places = second !== undefined && bareName(first) === bareName(second) ? [second] : names;
  return {
    zh: places.join(''),
    en: places.map((name) => lookUp(provinces, bareName(name)) ?? name).join(', '),
  };
}
