import type { CallToAction as CallToActionContent } from '@bodytext/schema/call-to-action';
import { expect, test } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { CallToAction } from './call-to-action.tsx';

function show(change: Partial<CallToActionContent>) {
  render(
    <CallToAction
      callToAction={{
        _id: 'cta',
        _type: 'callToAction',
        name: 'Plan',
        label: 'Start the plan',
        url: 'https://shop.example/plan',
        ...change,
      }}
    />,
  );
  return screen.getByRole('link');
}

test('a sponsor is visible, in the link’s accessible name, and marked by rel=sponsored', () => {
  const link = show({ disclosure: 'sponsored', sponsor: 'Fine Mats' });
  expect(link).toHaveAccessibleName('Start the plan (Sponsored by Fine Mats)');
  expect(link).toHaveAttribute('rel', 'sponsored');
  expect(screen.getByText('Sponsored by Fine Mats')).toBeVisible();
});

test('an affiliate link discloses who pays', () => {
  const link = show({ disclosure: 'affiliate', sponsor: 'Fine Mats' });
  expect(link).toHaveAttribute('rel', 'sponsored');
  expect(link).toHaveAccessibleName(/we earn a commission from Fine Mats/);
});

test('an own product is disclosed', () => {
  const link = show({ disclosure: 'ownProduct' });
  expect(link).not.toHaveAttribute('rel');
  expect(screen.getByText('Our own product')).toBeVisible();
});

test('without an interest behind it, nothing is disclosed', () => {
  expect(show({ disclosure: 'none' })).toHaveAccessibleName('Start the plan');
});
