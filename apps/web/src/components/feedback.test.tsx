import { expect, test } from '@jest/globals';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Feedback } from './feedback.tsx';
import { FeedbackRefused } from './feedback-refused.tsx';

const address = '/back-pain/sciatica';

/** What a browser would send with the form of a control. */
function fieldsOf(control: HTMLElement): Record<string, string> {
  const form = control.closest('form');
  expect(form).toHaveAttribute('action', '/feedback');
  expect(form).toHaveAttribute('method', 'post');
  const submitter = control instanceof HTMLButtonElement ? control : undefined;
  const data = new FormData(form ?? undefined, submitter);
  return Object.fromEntries([...data].map(([name, value]) => [name, String(value)]));
}

test('a reader says by one press whether the page was useful, without script', () => {
  render(<Feedback address={address} revision="r1" />);
  const vote = within(screen.getByRole('form', { name: 'Was this page useful?' }));
  const sent = { page: address, revision: 'r1', homepage: '' };
  expect(fieldsOf(vote.getByRole('button', { name: 'Yes' }))).toEqual({ ...sent, useful: 'yes' });
  expect(fieldsOf(vote.getByRole('button', { name: 'No' }))).toEqual({ ...sent, useful: 'no' });
});

test('a reader reports a mistake, and is told what not to write before they write it', async () => {
  render(<Feedback address={address} revision="r1" />);
  await userEvent.click(screen.getByText('Report a mistake on this page'));
  const field = screen.getByRole('textbox', { name: 'What is wrong, or missing?' });
  expect(field).toHaveAccessibleDescription(/no names, no addresses/);
  expect(field).toBeRequired();
  expect(field).toHaveAttribute('maxlength', '2000');
  await userEvent.type(field, 'Left, not right.');
  expect(fieldsOf(field)).toMatchObject({ page: address, mistake: 'Left, not right.' });
});

test('nobody meets the field for programs, and nobody is thanked before they sent something', () => {
  const { container } = render(<Feedback address={address} revision={undefined} />);
  expect(screen.queryByRole('textbox', { name: /Leave this field empty/ })).toBeNull();
  for (const trap of container.querySelectorAll('[name="homepage"]')) expect(trap).not.toBeVisible();
  expect(container.querySelector('#thanks')).not.toBeVisible();
});

test('what could not be sent is there to be sent again, with why and a way back', () => {
  render(<FeedbackRefused problem="tooLong" address={address} text="Too long." />);
  expect(screen.getByRole('alert')).toHaveTextContent('Please shorten it');
  expect(screen.getByRole('textbox')).toHaveValue('Too long.');
  expect(fieldsOf(screen.getByRole('textbox'))).toMatchObject({ page: address, mistake: 'Too long.' });
  expect(screen.getByRole('link', { name: 'Back to the page' })).toHaveAttribute('href', address);
});

test('a form of which not even the page is known leads nowhere else', () => {
  render(<FeedbackRefused problem="unreadable" address={undefined} text="" />);
  expect(screen.queryByRole('link')).toBeNull();
});
