import {
  definitionOf,
  kindOf,
  type ResultShape,
  type SubCheckId,
} from '@kyc-china/core/sub-checks/catalogue';
import type {
  AnswerClass,
  DataDescription,
  ResponseDescription,
  SubCheckDescription,
} from './description.ts';
import { type DescriptionProblem, step } from './description-problems.ts';
import { keySizes } from './encryption.ts';
import { compileExpression } from './expression.ts';

/** The data that a finding of each shape takes. */
export const dataOf = {
  verification: [],
  faceComparison: [],
  attribution: ['carrier', 'province', 'city'],
  activeCity: ['province', 'city'],
  addressDistance: ['distanceBand'],
  severity: ['severity'],
  policeRecord: ['categories'],
} as const satisfies Record<ResultShape, readonly (keyof DataDescription)[]>;

const classesOf = {
  verification: ['matched', 'unmatched'],
  lookup: ['data'],
  screening: ['clear', 'flagged'],
} as const satisfies Record<string, readonly AnswerClass[]>;
const classesOfOneKind = new Set<AnswerClass>(Object.values(classesOf).flat());

function expressionProblems(path: string, expression: string): DescriptionProblem[] {
  try {
    compileExpression(expression);
    return [];
  } catch (error) {
    return [{ path, message: `is no expression: ${(error as Error).message}` }];
  }
}

function codeProblems(path: string, id: SubCheckId, { codes }: ResponseDescription): DescriptionProblem[] {
  const fitting: readonly AnswerClass[] = classesOf[kindOf(id)];
  return Object.entries(codes).flatMap(([code, meaning]) => {
    const at = step(`${path}/codes`, code);
    const fits = !classesOfOneKind.has(meaning.class) || fitting.includes(meaning.class);
    return [
      ...(fits
        ? []
        : [
            {
              path: `${at}/class`,
              message: `is ${meaning.class}, which ${id} (a ${kindOf(id)}) cannot find; it can find ${fitting.join(', ')} or not-found`,
            },
          ]),
      ...(typeof meaning.billed === 'string' ? expressionProblems(`${at}/billed`, meaning.billed) : []),
    ];
  });
}

function dataProblems(path: string, id: SubCheckId, response: ResponseDescription): DescriptionProblem[] {
  const data = response.data ?? {};
  const fitting: readonly (keyof DataDescription)[] = dataOf[definitionOf(id).shape];
  const takesData = Object.values(response.codes).some(
    (meaning) => meaning.class === 'data' || meaning.class === 'flagged',
  );
  const missing = takesData ? fitting.filter((name) => data[name] === undefined) : [];
  return [
    ...missing.map((name) => ({
      path: `${path}/data/${name}`,
      message: 'is missing: a code says that there is data',
    })),
    ...Object.entries(data).flatMap(([name, value]) => {
      const at = `${path}/data/${name}`;
      if (!fitting.includes(name as keyof DataDescription))
        return [{ path: at, message: `is not among the data of ${id}` }];
      if (typeof value === 'string') return expressionProblems(at, value);
      return 'metres' in value
        ? expressionProblems(`${at}/metres`, value.metres)
        : expressionProblems(`${at}/from`, value.from);
    }),
  ];
}

function requestProblems(path: string, { request }: SubCheckDescription): DescriptionProblem[] {
  const problems = expressionProblems(`${path}/fields`, request.fields);
  const complain = (at: string, message: string) => problems.push({ path: `${path}/${at}`, message });
  const url = URL.parse(request.url);
  if (!url) complain('url', 'must be a URL');
  else if (url.username !== '' || url.password !== '') complain('url', 'must not hold credentials');
  if (request.method === 'GET' && request.encoding !== 'query')
    complain('encoding', 'must be query: a GET has no body');
  const { encryption } = request;
  if (!encryption) return problems;
  if (request.encoding === 'query') complain('encryption', 'is of a body, and a query has none');
  const needsVector = keySizes[encryption.cipher].iv > 0;
  if (needsVector && encryption.iv === undefined)
    complain('encryption/iv', `is missing: ${encryption.cipher} takes an initialisation vector`);
  if (!needsVector && encryption.iv !== undefined)
    complain('encryption/iv', `is too much: ${encryption.cipher} takes no initialisation vector`);
  return problems;
}

/** What is wrong with a sub-check's description that its schema cannot say. */
export function subCheckProblems(
  path: string,
  id: SubCheckId,
  subCheck: SubCheckDescription,
): DescriptionProblem[] {
  const response = `${path}/response`;
  return [
    ...requestProblems(`${path}/request`, subCheck),
    ...expressionProblems(`${response}/code`, subCheck.response.code),
    ...codeProblems(response, id, subCheck.response),
    ...dataProblems(response, id, subCheck.response),
  ];
}
