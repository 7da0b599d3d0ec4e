export const environment = [
  'REPORTS_TABLE',
  'INTAKE_BUCKET',
  'APPLICANT_KEYS_TABLE',
  'APPLICANT_KEY_ARN',
  'STATE_MACHINE_ARN',
  'TOKEN_KEY_SECRET_ARN',
  /** The stage's Offers, as JSON: derived from the routes that the sub-check function has. */
  'OFFERS',
  /** The stage's ConsentRequirements, as JSON. */
  'CONSENT_REQUIRED_FOR',
] as const;
