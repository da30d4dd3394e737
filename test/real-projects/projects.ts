/** A public project that Ferry is measured on. The checkouts lie outside the repository. */
export interface RealProject {
  readonly name: string;
  /** Folder of the project inside the folder of checkouts. */
  readonly folder: string;
  /** Pages that need what no desktop has; they are opened all the same and counted apart. */
  readonly aside: RegExp | null;
  /** Least share of pages without an exception of cause `project`; null where a back end is missing. */
  readonly leastClean: number | null;
  /** Pages that only make sense with the query the project itself gives them. */
  readonly queries?: readonly string[];
}

const AR_AND_XR = /^packageXRFrame\/|^packageAPI\/pages\/ar\//;

/** Where each lies on GitHub is the first part of its folder; its npm packages are installed in the checkout. */
export const REAL_PROJECTS: readonly RealProject[] = [
  { name: 'miniprogram-demo', folder: 'miniprogram-demo', aside: AR_AND_XR, leastClean: 0.97 },
  { name: 'dimina base', folder: 'dimina/fe/example/base', aside: null, leastClean: 0.97 },
  { name: 'dimina subpackages', folder: 'dimina/fe/example/subpackages', aside: null, leastClean: 0.97 },
  { name: 'dimina vant', folder: 'dimina/fe/example/vant', aside: null, leastClean: 0.97 },
  { name: 'dimina weui', folder: 'dimina/fe/example/weui', aside: null, leastClean: 0.97 },
  {
    name: 'tdesign retail',
    folder: 'tdesign-miniprogram-starter-retail',
    aside: null,
    leastClean: 1,
    queries: [
      'pages/coupon/coupon-activity-goods/index?id=1',
      'pages/promotion/promotion-detail/index?promotion_id=0',
      `pages/order/order-confirm/index?goodsRequestList=${JSON.stringify([{ quantity: 1, storeId: '1000', storeName: 'store', goodsName: 'goods', skuId: '135676631', available: 1, price: 29800, specInfo: [], primaryImage: '', spuId: '0', thumb: '', title: 'goods' }])}`,
    ],
  },
  { name: 'litemall-wx', folder: 'litemall/litemall-wx', aside: null, leastClean: null },
  { name: 'renard-wx', folder: 'litemall/renard-wx', aside: null, leastClean: null },
  { name: 'Painter', folder: 'Painter', aside: null, leastClean: 1 },
  { name: 'weapp-demo-album', folder: 'weapp-demo-album/app', aside: null, leastClean: 1 },
];
