import { Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';

export interface BudgetProps {
  /** In US dollars, for a calendar month. */
  readonly monthlyLimit: number;
  /** The recipients of the notification, as e-mail addresses. */
  readonly notify: string;
}

/** The shares of the limit at which AWS sends a notification, in percent. */
const actualPercent = [50, 80, 100];
const forecastPercent = 100;

/**
 * What the service may cost AWS in a month, by its tag. A stack of its own in us-east-1: AWS Budgets is one service
 * for the whole account, which CloudFormation does not offer in every region. It holds nothing of a person.
 * The tag `application` has to be activated once, in Billing, Cost allocation tags.
 */
export class BudgetStack extends Stack {
  constructor(scope: Construct, id: string, { monthlyLimit, notify }: BudgetProps) {
    super(scope, id, {
      description: 'KYC China: tells when AWS costs more than planned',
      env: { region: 'us-east-1' },
    });
    const subscribers = [{ subscriptionType: 'EMAIL', address: notify }];
    const notification = (notificationType: string, threshold: number) => ({
      notification: {
        notificationType,
        threshold,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
      },
      subscribers,
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: 'kyc-china',
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyLimit, unit: 'USD' },
        costFilters: { TagKeyValue: ['user:application$kyc-china'] },
      },
      notificationsWithSubscribers: [
        ...actualPercent.map((threshold) => notification('ACTUAL', threshold)),
        notification('FORECASTED', forecastPercent),
      ],
    });
  }
}
