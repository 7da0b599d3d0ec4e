declare module '*.css';

declare module 'punycode/punycode.es6.js' {
  const punycode: { toUnicode(host: string): string };
  export default punycode;
}
