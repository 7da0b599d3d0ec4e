import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { BudgetStack } from '../lib/budget-stack.ts';
import { KycChinaStack } from '../lib/kyc-china-stack.ts';
import { defaultMonthlyBudget, stackNameOf, stages } from '../lib/stage-configuration.ts';

const app = new App();
for (const stage of Object.values(stages)) new KycChinaStack(app, stackNameOf(stage.name), stage);
// Only when asked for: it needs somebody to tell. docs/runbook.md#aws-costs-more-than-planned
const notify = app.node.tryGetContext('budgetEmail');
if (notify)
  new BudgetStack(app, 'KycChina-budget', {
    notify,
    monthlyLimit: Number(app.node.tryGetContext('budgetUsd') ?? defaultMonthlyBudget),
  });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
