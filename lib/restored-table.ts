import { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/**
 * Returns the table that a stage uses: its own, or a restored one that a stage's configuration names. The own table stays in
 * the stack with its data. Keys are granted apart from tables, so a restored one has to be encrypted under the stage's key.
 */
export function usedTable(scope: Construct, own: Table, restoredName: string | undefined): Table {
  if (restoredName === undefined) return own;
  // An imported table can be granted and has the same metrics, which its type does not say.
  return Table.fromTableName(scope, 'RestoredTable', restoredName) as Table;
}
