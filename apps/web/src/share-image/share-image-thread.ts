import { z } from 'zod';
import { answerEach } from '../thread/answer-each.ts';
import { drawShareImage } from './draw-share-image.ts';

const shareImage = z.object({
  siteName: z.string(),
  kicker: z.string(),
  title: z.string(),
  picture: z.instanceof(Uint8Array).optional(),
});

answerEach((question) => drawShareImage(shareImage.parse(question)));
