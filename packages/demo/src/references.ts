/**
 * The cited works, by the short names that `cite` takes. Each exists and supports what it is cited for; look up new
 * ones.
 */
type Work = {
  title: string;
  kind: 'guideline' | 'review' | 'trial' | 'study' | 'patientInformation' | 'website';
  authors?: string;
  publisher: string;
  year?: number;
  url?: string;
  doi?: string;
};

const cochrane = 'Cochrane Database of Systematic Reviews';
const nice = 'National Institute for Health and Care Excellence (NICE)';
const nhs = 'NHS';

export const references: Record<string, Work> = {
  'nice-ng59': {
    title: 'Low back pain and sciatica in over 16s: assessment and management (NG59)',
    kind: 'guideline',
    publisher: nice,
    year: 2016,
    url: 'https://www.nice.org.uk/guidance/ng59',
  },
  'nice-cg150': {
    title: 'Headaches in over 12s: diagnosis and management (CG150)',
    kind: 'guideline',
    publisher: nice,
    year: 2012,
    url: 'https://www.nice.org.uk/guidance/cg150',
  },
  'nice-cks-neck': {
    title: 'Neck pain – non-specific (Clinical Knowledge Summary)',
    kind: 'guideline',
    publisher: nice,
    url: 'https://cks.nice.org.uk/topics/neck-pain-non-specific/',
  },
  'sign-155': {
    title: 'Pharmacological management of migraine (SIGN 155)',
    kind: 'guideline',
    publisher: 'Scottish Intercollegiate Guidelines Network',
    year: 2018,
    url: 'https://rightdecisions.scot.nhs.uk/pharmacological-management-of-migraine-sign/about-this-toolkit/',
  },
  'ichd-3': {
    title: 'The International Classification of Headache Disorders, 3rd edition',
    kind: 'guideline',
    authors: 'Headache Classification Committee of the International Headache Society',
    publisher: 'Cephalalgia 38(1):1–211',
    year: 2018,
    doi: '10.1177/0333102417738202',
  },
  'lancet-what-low-back-pain-is': {
    title: 'What low back pain is and why we need to pay attention',
    kind: 'review',
    authors: 'Hartvigsen J, Hancock MJ, Kongsted A, et al.',
    publisher: 'The Lancet 391(10137):2356–2367',
    year: 2018,
    doi: '10.1016/S0140-6736(18)30480-X',
  },
  'lancet-treatment': {
    title: 'Prevention and treatment of low back pain: evidence, challenges, and promising directions',
    kind: 'review',
    authors: 'Foster NE, Anema JR, Cherkin D, et al.',
    publisher: 'The Lancet 391(10137):2368–2383',
    year: 2018,
    doi: '10.1016/S0140-6736(18)30489-6',
  },
  'cochrane-stay-active': {
    title: 'Advice to rest in bed versus advice to stay active for acute low-back pain and sciatica',
    kind: 'review',
    authors: 'Dahm KT, Brurberg KG, Jamtvedt G, Hagen KB',
    publisher: cochrane,
    year: 2010,
    doi: '10.1002/14651858.CD007612.pub2',
  },
  'cochrane-nsaids': {
    title: 'Non-steroidal anti-inflammatory drugs for acute low back pain',
    kind: 'review',
    authors: 'van der Gaag WH, Roelofs PDDM, Enthoven WTM, van Tulder MW, Koes BW',
    publisher: cochrane,
    year: 2020,
    doi: '10.1002/14651858.CD013581',
  },
  'cochrane-heat': {
    title: 'Superficial heat or cold for low back pain',
    kind: 'review',
    authors: 'French SD, Cameron M, Walker BF, Reggars JW, Esterman AJ',
    publisher: cochrane,
    year: 2006,
    doi: '10.1002/14651858.CD004750.pub2',
  },
  'cochrane-exercise': {
    title: 'Exercise therapy for chronic low back pain',
    kind: 'review',
    authors: 'Hayden JA, Ellis J, Ogilvie R, Malmivaara A, van Tulder MW',
    publisher: cochrane,
    year: 2021,
    doi: '10.1002/14651858.CD009790.pub2',
  },
  'paracetamol-trial': {
    title: 'Efficacy of paracetamol for acute low-back pain: a double-blind, randomised controlled trial',
    kind: 'trial',
    authors: 'Williams CM, Maher CG, Latimer J, et al.',
    publisher: 'The Lancet 384(9954):1586–1596',
    year: 2014,
    doi: '10.1016/S0140-6736(14)60805-9',
  },
  'cauda-equina-pathway': {
    title: 'Pathway supports clinicians to diagnose and treat Cauda Equina Syndrome without delay',
    kind: 'website',
    publisher: 'Getting It Right First Time (GIRFT)',
    year: 2023,
    url: 'https://gettingitrightfirsttime.co.uk/pathway-supports-clinicians-to-diagnose-and-treat-cauda-equina-syndrome-without-delay/',
  },
  'spine-scans': {
    title: 'Systematic literature review of imaging features of spinal degeneration in asymptomatic populations',
    kind: 'review',
    authors: 'Brinjikji W, Luetmer PH, Comstock B, et al.',
    publisher: 'American Journal of Neuroradiology 36(4):811–816',
    year: 2015,
    doi: '10.3174/ajnr.A4173',
  },
  'nhs-sciatica': {
    title: 'Sciatica',
    kind: 'patientInformation',
    publisher: nhs,
    url: 'https://www.nhs.uk/conditions/sciatica/',
  },
  'nhs-back-pain': {
    title: 'Back pain',
    kind: 'patientInformation',
    publisher: nhs,
    url: 'https://www.nhs.uk/conditions/back-pain/',
  },
  'nhs-migraine': {
    title: 'Migraine',
    kind: 'patientInformation',
    publisher: nhs,
    url: 'https://www.nhs.uk/conditions/migraine/',
  },
  'facet-guidelines': {
    title:
      'Consensus practice guidelines on interventions for lumbar facet joint pain from a multispecialty, international working group',
    kind: 'guideline',
    authors: 'Cohen SP, Bhaskar A, Bhatia A, et al.',
    publisher: 'Regional Anesthesia & Pain Medicine 45(6):424–467',
    year: 2020,
    doi: '10.1136/rapm-2019-101243',
  },
  'facet-denervation': {
    title: 'Lumbar radiofrequency facet joint denervation',
    kind: 'guideline',
    publisher: 'Academy of Medical Royal Colleges',
    year: 2020,
    url: 'https://ebi.aomrc.org.uk/interventions/lumbar-radiofrequency-facet-joint-denervation/',
  },
  'nidirect-neck': {
    title: 'Neck pain and stiff neck',
    kind: 'patientInformation',
    publisher: 'nidirect',
    url: 'https://www.nidirect.gov.uk/conditions/neck-pain-and-stiff-neck',
  },
  'cochrane-neck': {
    title: 'Exercises for mechanical neck disorders',
    kind: 'review',
    authors: 'Gross A, Kay TM, Paquin JP, et al.',
    publisher: cochrane,
    year: 2015,
    doi: '10.1002/14651858.CD004250.pub5',
  },
  'thoracic-pain': {
    title:
      'Thoracic spine pain in the general population: prevalence, incidence and associated factors in children, adolescents and adults. A systematic review',
    kind: 'review',
    authors: 'Briggs AM, Smith AJ, Straker LM, Bragge P',
    publisher: 'BMC Musculoskeletal Disorders 10:77',
    year: 2009,
    doi: '10.1186/1471-2474-10-77',
  },
  'menstrual-migraine': {
    title: 'Prevalence of menstrual migraine: a population-based study',
    kind: 'study',
    authors: 'Vetvik KG, MacGregor EA, Lundqvist C, Russell MB',
    publisher: 'Cephalalgia 34(4):280–288',
    year: 2014,
    doi: '10.1177/0333102413507637',
  },
  'migraine-menopause': {
    title: 'Migraine in menopausal women: a systematic review',
    kind: 'review',
    authors: 'Ripa P, Ornello R, Degan D, et al.',
    publisher: 'International Journal of Women’s Health 7:773–782',
    year: 2015,
    doi: '10.2147/IJWH.S70073',
  },
  'migraine-hrt': {
    title: 'Migraine and HRT',
    kind: 'patientInformation',
    authors: 'MacGregor EA',
    publisher: 'Women’s Health Concern, British Menopause Society',
    url: 'https://www.womens-health-concern.org/help-and-advice/factsheets/migraine-and-hrt/',
  },
  'cochrane-ibuprofen': {
    title: 'Ibuprofen for acute treatment of episodic tension-type headache in adults',
    kind: 'review',
    authors: 'Derry S, Wiffen PJ, Moore RA, Bendtsen L',
    publisher: cochrane,
    year: 2015,
    doi: '10.1002/14651858.CD011474.pub2',
  },
  'cochrane-acupuncture': {
    title: 'Acupuncture for the prevention of tension-type headache',
    kind: 'review',
    authors: 'Linde K, Allais G, Brinkhaus B, et al.',
    publisher: cochrane,
    year: 2016,
    doi: '10.1002/14651858.CD007587.pub2',
  },
};
