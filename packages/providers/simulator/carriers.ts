import { pick, seedOf } from './seed.ts';

/** Number segments by operator; 170 is shared out by its fourth digit among virtual operators. */
const segments: Readonly<Record<string, string>> = {
  中国移动:
    '134 135 136 137 138 139 147 148 150 151 152 157 158 159 165 172 178 182 183 184 187 188 195 197 198 1703 1705 1706',
  中国联通: '130 131 132 145 146 155 156 166 167 171 175 176 185 186 196 1704 1707 1708 1709',
  中国电信: '133 149 153 162 173 174 177 180 181 189 190 191 193 199 1700 1701 1702',
  中国广电: '192',
};
const carrierOfSegment = new Map(
  Object.entries(segments).flatMap(([carrier, list]) => list.split(' ').map((segment) => [segment, carrier])),
);

/** The operator that a mobile number was issued by: real where its segment is in use, seeded where not. */
export function carrierOf(mobile: string): string {
  const segment = mobile.slice(0, 3);
  return (
    carrierOfSegment.get(segment) ??
    carrierOfSegment.get(mobile.slice(0, 4)) ??
    pick(['中国移动', '中国联通', '中国电信'], seedOf('carrier', segment))
  );
}
