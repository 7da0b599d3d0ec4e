// Written by npm run contract: do not edit by hand.
import type { ValidateFunction } from 'ajv';
import type { HttpProviderDescription } from '../description.ts';

export declare const isDescription: ValidateFunction<HttpProviderDescription>;
