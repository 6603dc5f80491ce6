import {
  facetJointPain,
  lowerBackSpasm,
  restingPosition,
  sciatica,
  spineCurves,
  stiffNeck,
  upperBackPain,
} from './back-pain.ts';
import {
  medicationOveruseHeadache,
  menstrualMigraine,
  migraineWithAura,
  perimenopauseMigraine,
  tensionHeadache,
} from './headaches.ts';
import { portrait, portraits } from './portraits.ts';

/** Every drawing by its file name without extension. */
export const drawings: Record<string, () => string> = {
  'lower-back-spasm': lowerBackSpasm,
  sciatica,
  'facet-joint-pain': facetJointPain,
  'stiff-neck': stiffNeck,
  'upper-back-pain': upperBackPain,
  'migraine-with-aura': migraineWithAura,
  'menstrual-migraine': menstrualMigraine,
  'perimenopause-migraine': perimenopauseMigraine,
  'tension-headache': tensionHeadache,
  'medication-overuse-headache': medicationOveruseHeadache,
  'spine-curves': spineCurves,
  'resting-position': restingPosition,
  ...Object.fromEntries(Object.entries(portraits).map(([slug, look]) => [slug, () => portrait(look)])),
};
