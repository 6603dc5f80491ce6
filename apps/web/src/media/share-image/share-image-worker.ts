import { z } from 'zod';
import { serveCalls } from '../../worker/serve-calls.ts';
import { drawShareImage } from './draw-share-image.ts';

const shareImage = z.object({
  siteName: z.string(),
  kicker: z.string(),
  title: z.string(),
  picture: z.instanceof(Uint8Array).optional(),
});

serveCalls((request) => drawShareImage(shareImage.parse(request)));
