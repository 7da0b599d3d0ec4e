import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Policies, type StatementDocument } from '../../packages/emulator/iam/policy.ts';
import { wildcard } from '../../packages/emulator/iam/wildcard.ts';

const table = 'arn:aws:dynamodb:ap-east-1:000000000000:table/reports';
const read: StatementDocument = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table };
const ask = (statements: StatementDocument[], action: string, resource = table, context = {}) =>
  new Policies([{ Statement: statements }]).decide({ action, resource, context });

describe('policies', () => {
  it.each([
    ['the action and resource it names', 'dynamodb:GetItem', table, 'allow'],
    ['the action in any case', 'DynamoDB:getitem', table, 'allow'],
    ['no other action', 'dynamodb:PutItem', table, 'implicit-deny'],
    ['no other resource', 'dynamodb:GetItem', `${table}-2`, 'implicit-deny'],
    ['the resource in its own case only', 'dynamodb:GetItem', table.toUpperCase(), 'implicit-deny'],
  ])('policies allow %s', (_what, action, resource, decision) => {
    expect(ask([read], action, resource)).toBe(decision);
  });

  it('policies deny what NotAction does not except', () => {
    const deny: StatementDocument = { Effect: 'Deny', NotAction: 'dynamodb:Get*', Resource: '*' };
    const all: StatementDocument = { Effect: 'Allow', Action: '*', Resource: '*' };
    expect(ask([all, deny], 'dynamodb:GetItem')).toBe('allow');
    expect(ask([all, deny], 'dynamodb:PutItem')).toBe('explicit-deny');
  });

  it.each([
    ['StringEquals', 'kms:ViaService', 's3', { 'kms:viaservice': 's3' }, {}],
    ['StringNotEquals', 'kms:ViaService', 's3', {}, { 'kms:ViaService': 's3' }],
    ['StringEqualsIfExists', 'kms:ViaService', 's3', {}, { 'kms:ViaService': 'sqs' }],
    [
      'Bool',
      'aws:SecureTransport',
      false,
      { 'aws:SecureTransport': 'false' },
      { 'aws:SecureTransport': 'true' },
    ],
    ['NumericLessThan', 's3:TlsVersion', 1.2, { 's3:TlsVersion': '1.1' }, { 's3:TlsVersion': '1.3' }],
    [
      'ArnNotEquals',
      'aws:PrincipalArn',
      'arn:r',
      { 'aws:PrincipalArn': 'arn:s' },
      { 'aws:PrincipalArn': 'arn:r' },
    ],
    ['Null', 'aws:TokenIssueTime', true, {}, { 'aws:TokenIssueTime': '2026' }],
    ['Null', 'aws:TokenIssueTime', false, { 'aws:TokenIssueTime': '2026' }, {}],
    [
      'ForAllValues:StringEquals',
      'kms:EncryptionContextKeys',
      ['a', 'b'],
      { 'kms:EncryptionContextKeys': ['a'] },
      { 'kms:EncryptionContextKeys': ['a', 'c'] },
    ],
    ['ForAllValues:StringEquals', 'k', 'a', {}, { k: 'b' }],
    ['ForAnyValue:StringEquals', 'k', ['a', 'b'], { k: ['c', 'b'] }, { k: ['c'] }],
    ['ForAnyValue:StringEquals', 'k', 'a', { k: 'a' }, {}],
    ['ForAnyValue:StringNotEquals', 'k', 'a', { k: ['a', 'b'] }, { k: ['a'] }],
    ['ForAllValues:StringNotLike', 'k', 'a*', { k: ['b'] }, { k: ['b', 'ab'] }],
    ['ArnLike', 'aws:SourceArn', 'arn:*:x', { 'aws:SourceArn': 'arn:a:x' }, { 'aws:SourceArn': 'arn:a:y' }],
  ])('policies apply %s', (operator, key, value, holding, failing) => {
    const conditional = [{ ...read, Condition: { [operator]: { [key]: value } } }];
    expect(ask(conditional, 'dynamodb:GetItem', table, holding)).toBe('allow');
    expect(ask(conditional, 'dynamodb:GetItem', table, failing)).toBe('implicit-deny');
  });

  it('policies refuse an unknown operator', () => {
    expect(() => ask([{ ...read, Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } } }], 'x')).toThrow(
      'does not know the condition operator DateLessThan',
    );
    for (const operator of ['ForSomeValues:StringEquals', 'ForAllValues:', 'constructor', '', 'IfExists'])
      expect(() => ask([{ ...read, Condition: { [operator]: { k: 'x' } } }], 'x')).toThrow('does not know');
  });

  it('policies deny explicitly, whatever else is allowed and in any order', () => {
    const effects = fc.array(fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Deny'), { minLength: 1 });
    fc.assert(
      fc.property(effects, (list) => {
        const decision = ask(
          list.map((Effect) => ({ ...read, Effect })),
          'dynamodb:GetItem',
        );
        expect(decision).toBe(list.includes('Deny') ? 'explicit-deny' : 'allow');
      }),
    );
  });
});

describe('a wildcard', () => {
  it('wildcard pattern without * and ? matches only itself', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/[*?]/.test(text));
    fc.assert(
      fc.property(plain, plain, (pattern, value) => {
        expect(wildcard(pattern)(pattern)).toBe(true);
        expect(wildcard(pattern)(value)).toBe(pattern === value);
      }),
    );
  });

  it('wildcard * matches any text between the fixed parts', () => {
    const text = fc.string();
    const plain = text.filter((part) => !/[*?]/.test(part));
    fc.assert(
      fc.property(plain, text, plain, (before, between, after) => {
        expect(wildcard(`${before}*${after}`)(before + between + after)).toBe(true);
      }),
    );
  });
});
