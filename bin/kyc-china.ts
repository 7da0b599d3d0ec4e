import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { BudgetStack } from '../lib/budget-stack.ts';
import { ConsoleStack } from '../lib/console-stack.ts';
import { KycChinaStack } from '../lib/kyc-china-stack.ts';
import { consoleStackNameOf, defaultMonthlyBudget, stackNameOf, stages } from '../lib/stage-configuration.ts';
import { builtConsole } from './built-console.ts';

const app = new App();
// Without a domain of its own, the console has CloudFront's.
const consoleDomain = app.node.tryGetContext('consoleDomain');
const consoleCertificate = app.node.tryGetContext('consoleCertificate');
for (const stage of Object.values(stages)) {
  const service = new KycChinaStack(app, stackNameOf(stage.name), stage);
  if (stage.console)
    new ConsoleStack(app, consoleStackNameOf(stage.name), {
      stage,
      service,
      contentDirectory: await builtConsole(),
      ...(consoleDomain && { domain: { name: consoleDomain, certificateArn: consoleCertificate } }),
    });
}
// Only when asked for: it needs somebody to tell. docs/runbook.md#aws-costs-more-than-planned
const notify = app.node.tryGetContext('budgetEmail');
if (notify)
  new BudgetStack(app, 'KycChina-budget', {
    notify,
    monthlyLimit: Number(app.node.tryGetContext('budgetUsd') ?? defaultMonthlyBudget),
  });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
