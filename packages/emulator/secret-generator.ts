import { randomInt } from 'node:crypto';

/** CloudFormation's GenerateSecretString, as far as it says how a secret comes about. */
export interface GenerateSecretString {
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
  readonly PasswordLength?: number;
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly IncludeSpace?: boolean;
  readonly RequireEachIncludedType?: boolean;
}

function characterClasses(rule: GenerateSecretString): string[] {
  const excluded = new Set(rule.ExcludeCharacters ?? '');
  return [
    rule.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rule.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rule.ExcludeNumbers ? '' : '0123456789',
    rule.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rule.IncludeSpace ? ' ' : '',
  ]
    .map((characters) => [...characters].filter((character) => !excluded.has(character)).join(''))
    .filter((characters) => characters !== '');
}

function randomString(rule: GenerateSecretString): string {
  const classes = characterClasses(rule);
  const all = classes.join('');
  const length = rule.PasswordLength ?? 32;
  const pick = () => Array.from({ length }, () => all[randomInt(all.length)]).join('');
  const complete = (text: string) =>
    classes.every((characters) => [...characters].some((character) => text.includes(character)));
  let text = pick();
  while (rule.RequireEachIncludedType !== false && length >= classes.length && !complete(text)) text = pick();
  return text;
}

/** A secret's value as GenerateSecretString describes it: a random string, or a JSON object that holds one. */
export function generateSecret(rule: GenerateSecretString): string {
  const text = randomString(rule);
  if (rule.GenerateStringKey === undefined) return text;
  return JSON.stringify({ ...JSON.parse(rule.SecretStringTemplate ?? '{}'), [rule.GenerateStringKey]: text });
}
