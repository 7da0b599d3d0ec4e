import { pick, seedOf } from './seed.ts';

interface Region {
  readonly province: string;
  readonly city: string;
}

const regions: readonly [Region, ...Region[]] = [
  { province: '北京', city: '北京' },
  { province: '上海', city: '上海' },
  { province: '天津', city: '天津' },
  { province: '重庆', city: '重庆' },
  { province: '广东', city: '广州' },
  { province: '广东', city: '深圳' },
  { province: '广东', city: '东莞' },
  { province: '浙江', city: '杭州' },
  { province: '浙江', city: '宁波' },
  { province: '江苏', city: '南京' },
  { province: '江苏', city: '苏州' },
  { province: '山东', city: '青岛' },
  { province: '福建', city: '厦门' },
  { province: '四川', city: '成都' },
  { province: '湖北', city: '武汉' },
  { province: '湖南', city: '长沙' },
  { province: '河南', city: '郑州' },
  { province: '陕西', city: '西安' },
  { province: '辽宁', city: '沈阳' },
  { province: '黑龙江', city: '哈尔滨' },
  { province: '云南', city: '昆明' },
  { province: '新疆', city: '乌鲁木齐' },
];

/** Where a mobile number was issued: as in reality, its first seven digits decide. */
export function homeRegionOf(mobile: string): Region {
  return pick(regions, seedOf('home', mobile.slice(0, 7)));
}

/** Where the phone is at night. */
export function residentialRegionOf(mobile: string): Region {
  return pick(regions, seedOf('residential', mobile));
}

/** Where the phone is in working hours: for three numbers out of four, where it is at night. */
export function workRegionOf(mobile: string): Region {
  const staysInTown = seedOf('commutes', mobile) % 4 !== 0;
  return staysInTown ? residentialRegionOf(mobile) : pick(regions, seedOf('work', mobile));
}
