import { expect, test } from '@jest/globals';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Feedback } from './feedback.tsx';
import { FeedbackRejected } from './feedback-rejected.tsx';

const address = '/back-pain/sciatica';

/** The fields that a browser sends with the form of a control. */
function fieldsOf(control: HTMLElement): Record<string, string> {
  const form = control.closest('form');
  expect(form).toHaveAttribute('action', '/feedback');
  expect(form).toHaveAttribute('method', 'post');
  const submitter = control instanceof HTMLButtonElement ? control : undefined;
  const data = new FormData(form ?? undefined, submitter);
  return Object.fromEntries([...data].map(([name, value]) => [name, String(value)]));
}

test('a reader votes by one press, without script', () => {
  render(<Feedback address={address} revision="r1" />);
  const vote = within(screen.getByRole('form', { name: 'Was this page useful?' }));
  const common = { page: address, revision: 'r1', homepage: '' };
  expect(fieldsOf(vote.getByRole('button', { name: 'Yes' }))).toEqual({ ...common, useful: 'yes' });
  expect(fieldsOf(vote.getByRole('button', { name: 'No' }))).toEqual({ ...common, useful: 'no' });
});

test('a reader reports a mistake, and a hint before the field says what not to write', async () => {
  render(<Feedback address={address} revision="r1" />);
  await userEvent.click(screen.getByText('Report a mistake on this page'));
  const field = screen.getByRole('textbox', { name: 'What is wrong, or missing?' });
  expect(field).toHaveAccessibleDescription(/no names, no addresses/);
  expect(field).toBeRequired();
  expect(field).toHaveAttribute('maxlength', '2000');
  await userEvent.type(field, 'Left, not right.');
  expect(fieldsOf(field)).toMatchObject({ page: address, mistake: 'Left, not right.' });
});

test('the honeypot is hidden, and so are the thanks before a form is sent', () => {
  const { container } = render(<Feedback address={address} revision={undefined} />);
  expect(screen.queryByRole('textbox', { name: /Leave this field empty/ })).toBeNull();
  for (const honeypot of container.querySelectorAll('[name="homepage"]')) expect(honeypot).not.toBeVisible();
  expect(container.querySelector('#thanks')).not.toBeVisible();
});

test('a rejected form is shown again, with the reason and a link back', () => {
  render(<FeedbackRejected problem="tooLong" address={address} text="Too long." />);
  expect(screen.getByRole('alert')).toHaveTextContent('Please shorten it');
  expect(screen.getByRole('textbox')).toHaveValue('Too long.');
  expect(fieldsOf(screen.getByRole('textbox'))).toMatchObject({ page: address, mistake: 'Too long.' });
  expect(screen.getByRole('link', { name: 'Back to the page' })).toHaveAttribute('href', address);
});

test('a rejected form without a page has no link back', () => {
  render(<FeedbackRejected problem="unreadable" address={undefined} text="" />);
  expect(screen.queryByRole('link')).toBeNull();
});
