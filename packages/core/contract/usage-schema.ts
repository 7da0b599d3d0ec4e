import type { FromSchema } from 'json-schema-to-ts';
import { dialect } from './request-schema.ts';
import { subCheckIdSchema } from './sub-check-id-schema.ts';

const countSchema = { type: 'integer', minimum: 0 } as const;

/** An amount of money: a string, because a binary fraction is not exact. */
const amountSchema = {
  type: 'string',
  pattern: '^[0-9]+[.][0-9]{2,6}$',
  description: 'A decimal number with two to six decimals, as a string: do not read it as a binary fraction.',
  examples: ['12.50'],
} as const;

export const usageMonthSchema = {
  type: 'string',
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$',
  description: 'A month in UTC, YYYY-MM.',
  examples: ['2026-11'],
} as const;

/** What a sub-check was used, and what it cost. */
export const subCheckUsageSchema = {
  title: 'SubCheckUsage',
  description: 'How often a sub-check ran in a month, and what it cost.',
  type: 'object',
  additionalProperties: false,
  required: ['check', 'ran', 'billed', 'cost'],
  properties: {
    check: subCheckIdSchema,
    ran: {
      ...countSchema,
      description: 'How often it ran. mobile.address-verify runs once for each address.',
    },
    billed: {
      ...countSchema,
      description: 'How many of these were billed, or may have been: the answer of the source may be lost.',
    },
    cost: { ...amountSchema, description: 'The price of the billed calls, in the currency of the total.' },
  },
} as const;

/** An amount with its currency. */
export const usageCostSchema = {
  title: 'UsageCost',
  description: 'What the month costs.',
  type: 'object',
  additionalProperties: false,
  required: ['amount', 'currency'],
  properties: {
    amount: amountSchema,
    currency: {
      type: 'string',
      pattern: '^[A-Z]{3}$',
      description: 'The currency (ISO 4217).',
      examples: ['CNY'],
    },
  },
} as const;

/** What a client used in a month. */
export const usageSchema = {
  $schema: dialect,
  title: 'Usage',
  description:
    'What the client used in a month, and what it cost. Each completed report counts once, in the month of its request, also after it was erased. The counts hold no personal data.',
  type: 'object',
  additionalProperties: false,
  required: ['month', 'reports', 'subChecks', 'cost', 'asOf'],
  properties: {
    month: usageMonthSchema,
    reports: { ...countSchema, description: 'The reports of the month that were completed.' },
    subChecks: {
      type: 'array',
      items: subCheckUsageSchema,
      description: 'Each sub-check that ran in a report of the month.',
    },
    cost: usageCostSchema,
    asOf: {
      type: 'string',
      format: 'date-time',
      description:
        'When the counts were read. Those of a month are final some hours after it ended, when its last reports are complete.',
      examples: ['2026-12-01T03:00:00.000Z'],
    },
  },
} as const;

export type Usage = FromSchema<typeof usageSchema>;
