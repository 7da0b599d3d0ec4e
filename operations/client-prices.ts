import { parseArgs } from 'node:util';
import { InvalidPriceListError, type PriceList, parsePriceList } from '@kyc-china/core/price-list';
import { ClientAdministration } from './client-administration.ts';
import { type CommandContext, CommandError } from './command-line.ts';
import { jsonIn } from './json-file.ts';
import { connectToStage, localStage } from './stage-connection.ts';

/** The help of `npm run clients -- prices`. */
export const pricesUsage = `  npm run clients -- prices  <clientId>              shows what it pays for a billed call
  npm run clients -- prices  <clientId> <file>       reports that are merged from now on are charged by these prices
  npm run clients -- prices  <clientId> --standard   takes it back to the prices of the stage`;

async function readPriceList(file: string): Promise<PriceList> {
  try {
    return parsePriceList(await jsonIn(file));
  } catch (error) {
    if (!(error instanceof InvalidPriceListError)) throw error;
    throw new CommandError(`${file} is not a price list: ${error.message}`);
  }
}

/**
 * Shows or changes the prices of a client.
 * @param usage shown when the arguments do not fit.
 * @throws CommandError that says what is wrong with the call or the file.
 */
export async function clientPrices(
  args: string[],
  { print, dataDirectory }: CommandContext,
  usage: string,
): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      stage: { type: 'string', default: localStage },
      standard: { type: 'boolean', default: false },
    },
  });
  const [, clientId = '', file, ...surplus] = positionals;
  if (clientId === '' || surplus.length > 0 || (values.standard && file !== undefined))
    throw new CommandError(usage);
  const list = file === undefined ? undefined : await readPriceList(file);
  const stage = await connectToStage(values.stage, dataDirectory);
  const { currency, prices: ofStage } = stage.configuration.clientPrices;
  if (list && list.currency !== currency)
    throw new CommandError(`${file} has prices in ${list.currency}: the stage counts in ${currency}`);
  const administration = new ClientAdministration(stage);
  try {
    if (list || values.standard) {
      await administration.setPrices(clientId, list?.prices);
      const whose = list ? 'prices of its own' : 'the prices of the stage';
      print(`${clientId} has ${whose}. They apply to reports that are completed from now on.`);
      return;
    }
    const { prices } = await administration.show(clientId);
    print(JSON.stringify({ currency, prices: prices ?? ofStage }, undefined, 2));
  } finally {
    administration.close();
  }
}
