/** Written by `npm run images`: which drawing each image was rendered from, and its size. */
export const images: Record<string, { width: number; height: number; drawing: string; image: string }> = {
  "lower-back-spasm.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "3d652d44af231ea55d77d92b1ce3e1c72b458c5a628e67ca6b22a3539ee03a6c",
    "image": "d01a4aa88b553e755609290ce51c76d3b1d81ed813cd5df32aef85e8371d2cc8"
  },
  "sciatica.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "4c452a1c735d3e3e8d6b68a673dffd965cb8c56d105ed63bc191965e036bce5d",
    "image": "5aa8d561d626d55a3049412b0f2ee4227cc8cc9f4f6f77934a6d6830b194806b"
  },
  "facet-joint-pain.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "a741302bc939d5b5dc3b829767881d5868dbfd251aee9804d8421931991f677a",
    "image": "698f2217f6ce5567b3bc68b9282121745994b8e7c74f5b9989c66fa19a910b75"
  },
  "stiff-neck.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "8efdfd8f7c1a2ba816372f7414d8d8f5b665e13c868924db83bfed9381112bac",
    "image": "b68dc25f4d3e99a08f4408971f91a7994da96ddbe37cfffac08daa7ba1d2cc53"
  },
  "upper-back-pain.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "52dd3ab5e369ff5999709c083dd1611921e2459f90c2eb4969f59f6fa40487bd",
    "image": "2934145b61509739d68ae421b5446c9c9e0e194b1df38e2360866ba5f11091b8"
  },
  "migraine-with-aura.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "89d97e3bfed6b7719ef47307a4b7d2711bcbf11861e2437f100395c953590b6d",
    "image": "91aff1e46eea8df261a8b74c46d740fc6eb2385b4eb098cc2f34cf700b5a2509"
  },
  "menstrual-migraine.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "7c4a97834be2ea6f4494baa61510db730b462013e3b07c5306a48aca9e6ab05d",
    "image": "30ed61ea536bed37142413b8f2b4c8a7d1a39f6c1e4e297e8f98e0e028d1194d"
  },
  "perimenopause-migraine.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "7d464be269d843c8bbf2791f00a32d0d10cff97681651ff96bf6699c0a5a1483",
    "image": "b6de15d05bedbfe4ceade71e02d81992950d496c70d1403f25e78d89151d25e0"
  },
  "tension-headache.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "df64266436464ac7271bb35ceb10c15a52859108672731a8e31fa5f17dfe41a1",
    "image": "91166245ee16c11307bbe652d3ce2e3263fe5cc286fe48ec7f320d5a16dbeccd"
  },
  "medication-overuse-headache.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "8d4ffcf04803bc54f1bef6343965cf04543535eb54c39958eed4ab67dca52f56",
    "image": "36a7a10bcda0e07cda71c7771e7835448651e791fcb03063459e9b9546d05d5e"
  },
  "spine-curves.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "1087bfb32c9cbf4923a6ef7b1509973bffc44bccbf7c45f5c0fe28defcc4df14",
    "image": "d5b7ef34569929446044a01b33ed32ba02abc131e9ec63609c93b080144974da"
  },
  "resting-position.webp": {
    "width": 1600,
    "height": 900,
    "drawing": "8e13042cf1fef989d5e73cda22f33dd8e4c23edc1e8713c466b516ee665a717f",
    "image": "50845bc7630a3989ee6f8ecc97dcb3caad7fd99bfab013164b9bdf6bac5f8100"
  },
  "amara-oyelaran.webp": {
    "width": 800,
    "height": 800,
    "drawing": "6f0408481414a732521d7288223e6d341cc7835d0ef468378cb58f02cc7c4a2d",
    "image": "b4c72d43e5d9d38b9d5c3939ae9d429cae7fa92c4410e901339c4b3c8e9cdc54"
  },
  "tomas-hale.webp": {
    "width": 800,
    "height": 800,
    "drawing": "7e011d2ee051e779365cf037e3ddbe06344353b2b854868abece61ae0a3c43cb",
    "image": "13a3e28152b1fb06fc7c455f3a74ef55bfb60ae776ee0d671e3b4bdd833d82b8"
  },
  "ines-carrow.webp": {
    "width": 800,
    "height": 800,
    "drawing": "dc9ec109017abe29cf069ad1488f0f8a9288f0679a3d73664a60f0350a3a232a",
    "image": "f14ad28c744d906a69578ab81f7f5e9c22da82e8812baa81c266582752eafa8e"
  },
  "ravi-menon-lake.webp": {
    "width": 800,
    "height": 800,
    "drawing": "92c7821ca8850e000d5685246fa96bc6d36d16fcc1e511f969a447d87e3f2302",
    "image": "a3fe192f06dc50588ed2289234e180189a2487ef92342a1ce8f98d0f4aba4733"
  },
  "elspeth-firth.webp": {
    "width": 800,
    "height": 800,
    "drawing": "40525d13b14702a64d8afe58cafc956f0d8388929c04beb1548864d271accd22",
    "image": "4a31f0858c1229931c4c92d900125543a3f4398a82ba343caeaa7aa4220e3594"
  }
};
