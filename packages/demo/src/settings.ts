/** The fields of the settings document. */
export const settings = {
  siteName: 'Bodytext',
  tagline: 'Plain words for pain: what it is, where it comes from, what it is like',
  description:
    'Careful, kind articles about pain. Each says what a condition is, what causes it and what living with it is like, with sources you can check.',
  organisation: 'The Bodytext demonstration',
  contactEmail: 'editors@example.org',
  emergencyText: 'If you think it is an emergency, call 999 (in the UK) or your local emergency number now.',
  disclaimer:
    'This is a demonstration: its people are invented, and no clinician has checked its articles. It can’t replace advice from someone who knows you. Never wait to get care because of something you read here.',
  footerPages: ['about', 'editorial-policy', 'privacy', 'corrections', 'contact'],
  language: 'en-GB',
};
