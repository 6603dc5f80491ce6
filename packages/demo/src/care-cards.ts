import { type CareCard, cite, emergency, list, p } from './portable-text.ts';

/** The warning signs of cauda equina syndrome. */
export const backEmergency = (): CareCard =>
  emergency(
    'Call 999 or go to A&E now if you have back or leg pain and:',
    ...list(
      'you are numb or tingling around your genitals, bottom or inner thighs',
      'you can’t pee, find it hard to start, or can’t tell when your bladder is full',
      'you lose control of your pee or poo',
      'both legs are painful, weak or numb',
      'sex or your genitals suddenly feel different or numb',
      'it began with a bad accident, such as a fall from a height or a car crash',
      'you also have chest pain or trouble breathing',
    ),
    p`These can be signs of cauda equina syndrome. It is rare, but treatment can’t wait. ${cite('cauda-equina-pathway')}`,
  );

/** The warning signs of a brain haemorrhage, an infection or a stroke. */
export const headacheEmergency = (): CareCard =>
  emergency(
    'Call 999 or go to A&E now if a headache:',
    ...list(
      'comes on suddenly and is the worst pain you have ever had',
      'comes with a drooping face, a weak arm or leg, or slurred speech',
      'comes with a fever and a stiff neck, a rash, or bright light hurting your eyes',
      'comes with a fit, fainting, confusion or sudden loss of sight',
      'follows a bad blow to the head',
    ),
    p`Do not wait to see if it passes. Do not drive yourself. ${cite('nice-cg150')}`,
  );
